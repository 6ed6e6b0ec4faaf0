using System.Collections.Immutable;
using NetTopologySuite.Algorithm;
using NetTopologySuite.Geometries;
using NetTopologySuite.Operation.Valid;

namespace GridActors.Places;

/// <summary>Polygons as maps give them, and as registries keep them: whole millionths of a degree, rings not closed, outer ring counter-clockwise.</summary>
internal static class ShapeDraft
{
    private const int RingVerticesMin = 3;

    private static readonly GeometryFactory Factory = new(new PrecisionModel(LonLat.MicroPerDegree));

    /// <summary>The polygon as a registry keeps it, or what is wrong with it.</summary>
    public static (Shape? Shape, string? Wrong, string Advice) Of(IReadOnlyList<List<LonLat>> rings)
    {
        var kept = ImmutableArray.CreateBuilder<ImmutableArray<LonLat>>(rings.Count);
        foreach (var ring in rings)
        {
            var open = Open(ring);
            if (open.Length < RingVerticesMin) return (null, "a ring has fewer than three corners", "Draw the polygon again");
            kept.Add(IsCounterClockwise(open) == (kept.Count == 0) ? open : [open[0], .. open.Skip(1).Reverse()]);
        }
        if (kept.Count == 0) return (null, "the polygon has no ring", "Draw the polygon again");
        var shape = new Shape(kept.ToImmutable());
        var validity = new IsValidOp(PolygonOf(shape));
        if (validity.IsValid) return (shape, null, "");
        var at = validity.ValidationError.Coordinate;
        return (null, $"the polygon is not sound: {validity.ValidationError.Message.ToLowerInvariant()} near {LonLatText(at)}", "Repair it in the map's own program (\"fix geometries\")");
    }

    public static Polygon PolygonOf(Shape shape) =>
        Factory.CreatePolygon(Ring(shape.Rings[0]), [.. shape.Rings.Skip(1).Select(Ring)]);

    /// <summary>A position inside the polygon, in its middle if it can be.</summary>
    public static LonLat MiddleOf(Shape shape)
    {
        var polygon = PolygonOf(shape);
        var middle = polygon.Centroid.Coordinate;
        if (!ShapeLocator.Covers(shape, new(middle.X, middle.Y))) middle = polygon.InteriorPoint.Coordinate;
        return Rounded(new(middle.X, middle.Y));
    }

    public static LonLat Rounded(LonLat position) => LonLat.OfMicro(position.MicroLon, position.MicroLat);

    private static ImmutableArray<LonLat> Open(List<LonLat> ring)
    {
        var count = ring.Count > 1 && Rounded(ring[0]) == Rounded(ring[^1]) ? ring.Count - 1 : ring.Count;
        return [.. ring.Take(count).Select(Rounded)];
    }

    private static bool IsCounterClockwise(ImmutableArray<LonLat> ring) =>
        Area.OfRingSigned([.. ring.Append(ring[0]).Select(at => new Coordinate(at.Lon, at.Lat))]) < 0; // this library counts clockwise as positive

    private static LinearRing Ring(ImmutableArray<LonLat> ring) => Factory.CreateLinearRing([.. ring.Append(ring[0]).Select(at => new Coordinate(at.Lon, at.Lat))]);

    private static string LonLatText(Coordinate at) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{at.X:0.######}, {at.Y:0.######}");
}
