namespace GridActors.Places;

/// <summary>A WGS-84 position in degrees, longitude first as in GeoJSON. Places of a registry lie on a grid of a millionth of a degree.</summary>
[GenerateSerializer, Immutable, Alias("lon-lat")]
public readonly record struct LonLat([property: Id(0)] double Lon, [property: Id(1)] double Lat)
{
    /// <summary>Registry coordinates are whole multiples of 1/<see cref="MicroPerDegree"/> degree, about 11 cm.</summary>
    internal const double MicroPerDegree = 1e6;

    /// <summary>Metres in one degree of latitude; near enough anywhere in the district.</summary>
    private const double MetresPerDegree = 110_760;

    /// <summary>cos 22.68°, the district's middle: how much shorter a degree of longitude is than one of latitude.</summary>
    internal const double LonShortening = 0.92267;

    internal int MicroLon => (int)Math.Round(Lon * MicroPerDegree);

    internal int MicroLat => (int)Math.Round(Lat * MicroPerDegree);

    internal static LonLat OfMicro(int lon, int lat) => new(lon / MicroPerDegree, lat / MicroPerDegree);

    /// <summary>Metres between two positions of the district, on a plane: off by less than 0.5 % there, of no use elsewhere.</summary>
    public double MetresTo(LonLat other)
    {
        var east = (other.Lon - Lon) * LonShortening * MetresPerDegree;
        var north = (other.Lat - Lat) * MetresPerDegree;
        return Math.Sqrt(east * east + north * north);
    }
}
