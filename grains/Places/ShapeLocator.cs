using NetTopologySuite.Algorithm;
using NetTopologySuite.Geometries;

namespace GridActors.Places;

internal static class ShapeLocator
{
    public static bool Covers(Shape shape, LonLat position)
    {
        var counter = new RayCrossingCounter(new Coordinate(position.Lon, position.Lat));
        foreach (var ring in shape.Rings)
        {
            var from = ring[^1];
            foreach (var to in ring)
            {
                counter.CountSegment(new Coordinate(from.Lon, from.Lat), new Coordinate(to.Lon, to.Lat));
                if (counter.IsOnSegment) return true;
                from = to;
            }
        }
        return counter.IsPointInPolygon;
    }
}
