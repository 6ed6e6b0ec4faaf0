using System.Diagnostics;
using GridActors.Buildings;
using GridActors.Cells;
using GridActors.Disputes;
using GridActors.Journal;
using GridActors.Responders;

namespace GridActors.Following;

/// <summary>Takes a command to the stream it is for, whatever its kind.</summary>
public interface IStreamDoor
{
    /// <summary>What came of it, and the refusal's name when the rule said no.</summary>
    Task<(AnswerKind Kind, string? Refusal)> Send(StreamId target, CommandEnvelope envelope, object command);
}

/// <summary>The door to the grains; a case that is still new is visited without waking its grain where <see cref="NewDisputeDoor"/> is at hand.</summary>
public sealed class GrainDoor(IGrainFactory grains, NewDisputeDoor? newDisputeDoor = null) : IStreamDoor
{
    public async Task<(AnswerKind Kind, string? Refusal)> Send(StreamId target, CommandEnvelope envelope, object command) => command switch
    {
        DisputeCommand dispute => Told(await Visited(target, envelope, dispute) ?? await GrainsByKey<IDisputeGrain>.Of(grains, target.GrainKey).Handle(envelope, dispute)),
        CellCommand cell => Told(await GrainsByKey<ICellGrain>.Of(grains, target.GrainKey).Handle(envelope, cell)),
        ResponderCommand responder => Told(await GrainsByKey<IResponderGrain>.Of(grains, target.GrainKey).Handle(envelope, responder)),
        BuildingCommand building => Told(await GrainsByKey<IBuildingGrain>.Of(grains, target.GrainKey).Handle(envelope, building)),
        _ => throw new UnreachableException(command.GetType().Name),
    };

    private ValueTask<Answer<DisputeRefusal>?> Visited(StreamId target, CommandEnvelope envelope, DisputeCommand command) =>
        newDisputeDoor is null ? default : command is ReportDispute report && envelope.ExpectNew ? newDisputeDoor.TryOpen(target, envelope, report) : newDisputeDoor.TryVisit(target, envelope, command);

    private static (AnswerKind, string?) Told<TRefusal>(Answer<TRefusal> answer) where TRefusal : struct, Enum => (answer.Kind, answer.Refusal?.ToString());
}
