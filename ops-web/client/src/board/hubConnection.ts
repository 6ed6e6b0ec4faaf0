import { HubConnectionBuilder, LogLevel } from '@microsoft/signalr'
import type { Changes, Heartbeat, Snapshot } from '@/wire/board'

export interface BoardPushes {
  snapshot(push: Snapshot): void
  changes(push: Changes): void
  heartbeat(push: Heartbeat): void
  closed(): void
}

/** One connection to `/hubs/board`, used once: a lost one is replaced, never restarted. */
export interface BoardConnection {
  start(): Promise<void>
  /** Answers the watch's number. Rejects with a message that ends in a code when the watch is refused. */
  watch(realm: string, area: string, epoch: string | null, cursor: string | null): Promise<number>
  stop(): void
}

export type ConnectBoard = (pushes: BoardPushes) => BoardConnection

export const connectBoardHub: ConnectBoard = (pushes) => {
  const hub = new HubConnectionBuilder().withUrl('/hubs/board').configureLogging(LogLevel.None).build()
  hub.on('Snapshot', pushes.snapshot)
  hub.on('Changes', pushes.changes)
  hub.on('Heartbeat', pushes.heartbeat)
  hub.onclose(pushes.closed)
  return {
    start: () => hub.start(),
    watch: (realm, area, epoch, cursor) => hub.invoke<number>('Watch', realm, area, epoch, cursor),
    stop: () => void hub.stop().catch(() => undefined), // already closed: nothing to stop
  }
}
