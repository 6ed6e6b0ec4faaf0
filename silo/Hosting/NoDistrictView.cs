using GridActors.Buildings;
using GridActors.Places;

namespace GridActors.Silo.Hosting;

/// <summary>A process without boards keeps no view of the district.</summary>
internal sealed class NoDistrictView : IDistrictView
{
    public IReadOnlyCollection<string> OpenCasesIn(string instance, AreaId building) => [];
}
