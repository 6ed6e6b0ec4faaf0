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

/// <summary>The door to the grains.</summary>
public sealed class GrainDoor(IGrainFactory grains) : IStreamDoor
{
    public async Task<(AnswerKind Kind, string? Refusal)> Send(StreamId target, CommandEnvelope envelope, object command) => command switch
    {
        DisputeCommand dispute => Told(await grains.GetGrain<IDisputeGrain>(target.GrainKey).Handle(envelope, dispute)),
        CellCommand cell => Told(await grains.GetGrain<ICellGrain>(target.GrainKey).Handle(envelope, cell)),
        ResponderCommand responder => Told(await grains.GetGrain<IResponderGrain>(target.GrainKey).Handle(envelope, responder)),
        BuildingCommand building => Told(await grains.GetGrain<IBuildingGrain>(target.GrainKey).Handle(envelope, building)),
        _ => throw new UnreachableException(command.GetType().Name),
    };

    private static (AnswerKind, string?) Told<TRefusal>(Answer<TRefusal> answer) where TRefusal : struct, Enum => (answer.Kind, answer.Refusal?.ToString());
}
