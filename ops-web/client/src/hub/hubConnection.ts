import { HubConnectionBuilder, LogLevel } from '@microsoft/signalr'

/** What every push carries: the watch it belongs to, its place in it, and how far it goes. */
export interface Push { watch: number; n: number; now: string; cursor: string }

export interface HubPushes<S extends Push, C extends Push> {
  snapshot(push: S): void
  changes(push: C): void
  heartbeat(push: Push): void
  closed(): void
}

/** One connection to a hub, used once: a lost one is replaced, never restarted. */
export interface HubWatching {
  start(): Promise<void>
  /** Answers the watch's number. Rejects with a message that ends in a code when the watch is refused. */
  watch(epoch: string | null, cursor: string | null): Promise<number>
  stop(): void
}

export type ConnectHub<S extends Push, C extends Push> = (pushes: HubPushes<S, C>) => HubWatching

/** Connections to the hub at `path`, asking by `method` for what `whose` names. */
export const hubAt = <S extends Push, C extends Push>(path: string, method: string, ...whose: readonly string[]): ConnectHub<S, C> => (pushes) => {
  const hub = new HubConnectionBuilder().withUrl(path).configureLogging(LogLevel.None).build()
  hub.on('Snapshot', pushes.snapshot)
  hub.on('Changes', pushes.changes)
  hub.on('Heartbeat', pushes.heartbeat)
  hub.onclose(pushes.closed)
  return {
    start: () => hub.start(),
    watch: (epoch, cursor) => hub.invoke<number>(method, ...whose, epoch, cursor),
    stop: () => void hub.stop().catch(() => undefined), // already closed: nothing to stop
  }
}
