using GridActors.Disputes;
using GridActors.Journal;
using GridActors.Places;
using GridActors.Responders;

namespace GridActors.Planning;

/// <summary>One event of one case, as somebody who may react to it sees it: makes the items of those reactions, with ids and chance keyed by the event.</summary>
internal sealed class CaseMoment(RealmKeys keys, StreamId stream, int version)
{
    private Chance? chance;

    public Chance Chance => chance ??= new(keys, stream.Name, version);

    /// <summary>An act that is dropped when the case has moved on before its instant.</summary>
    public AgendaItem Act(string purpose, DateTimeOffset at, DisputeCommand command) => Item(Id(purpose), at, command) with { AfterVersion = version };

    /// <summary>The same with a text beside it; <paramref name="command"/> gets the id of its vault row.</summary>
    public AgendaItem Act(string purpose, DateTimeOffset at, string field, string text, Func<string, DisputeCommand> command)
    {
        var id = Id(purpose);
        return Item(id, at, command(keys.VaultRowId(id, 0))) with { AfterVersion = version, Texts = [new(field, text)] };
    }

    /// <summary>What a responder's phone says of the case's task.</summary>
    public AgendaItem Receipt(string purpose, DateTimeOffset at, ResponderId responder, Func<string, ResponderCommand> command) =>
        Item(Id(purpose), at, command(stream.Id)) with { Target = ResponderStream.Of(stream, responder) };

    private CommandId Id(string purpose) => keys.PersonsCommand("", $"agenda/{purpose}", $"{stream.Name}@{version}");

    private AgendaItem Item(CommandId id, DateTimeOffset at, object command) =>
        new() { At = Instants.Truncate(at), TieRank = TieRank.Act, Target = stream, Id = id, Command = command };
}
