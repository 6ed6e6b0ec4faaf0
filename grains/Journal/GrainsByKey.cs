using Orleans.Runtime;

namespace GridActors.Journal;

/// <summary>
/// Grains of one interface by their key. The factory reads the interface's attributes at every call, which costs more than the rest of finding a grain; here they are
/// read once.
/// </summary>
public static class GrainsByKey<TGrain>
    where TGrain : IGrainWithStringKey
{
    private static Address? address;

    public static TGrain Of(IGrainFactory grains, string key)
    {
        if (address is { } known) return (TGrain)grains.GetGrain(GrainId.Create(known.Grain, key), known.Interface);
        var first = grains.GetGrain<TGrain>(key);
        if ((IAddressable)first is GrainReference reference) address = new(reference.GrainId.Type, reference.InterfaceType);
        return first;
    }

    private sealed record Address(GrainType Grain, GrainInterfaceType Interface);
}
