namespace GridActors.OpsWeb.Board;

/// <summary>What a board or a phone hears. There is nothing it can broadcast. Payloads: docs/board-protocol.md, docs/field-protocol.md.</summary>
public interface IPushClient
{
    /// <summary>Replaces everything the client holds.</summary>
    Task Snapshot(BoardPush push);

    /// <summary>What changed since the push before.</summary>
    Task Changes(BoardPush push);

    /// <summary>All is well, and how far the board or the inbox is.</summary>
    Task Heartbeat(BoardPush push);
}
