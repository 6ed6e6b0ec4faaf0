using System.Collections.Immutable;
using System.Globalization;
using NetTopologySuite.Geometries;
using NetTopologySuite.Geometries.Prepared;
using NetTopologySuite.Index.Strtree;
using NetTopologySuite.Operation.Overlay;
using NetTopologySuite.Operation.OverlayNG;

namespace GridActors.Places;

/// <summary>Whether the polygons of a draft fit together: each area within the one above it, cells beside each other, buildings in their cells.</summary>
internal sealed class LayoutCheck(SourceFaults faults, DraftNotes notes)
{
    /// <summary>Borders drawn by hand do not meet exactly: this share of an area may lie outside its parent or in its neighbour.</summary>
    private const double ShareMax = 0.02;

    /// <summary>A share that is allowed, but said.</summary>
    private const double ShareNoted = 0.001;

    public void Check(ImmutableArray<AreaDraft> streets, ImmutableArray<AreaDraft> communities, ImmutableArray<AreaDraft> cells, BuildingRows buildings)
    {
        Within(communities, streets);
        Within(cells, communities);
        Overlaps(streets);
        Overlaps(communities);
        Overlaps(cells);
        Inside(buildings, cells);
        Childless(streets, communities);
        Childless(communities, cells);
    }

    private void Within(ImmutableArray<AreaDraft> children, ImmutableArray<AreaDraft> parents)
    {
        var around = parents.ToDictionary(area => area.Id, area => PreparedGeometryFactory.Prepare(ShapeDraft.PolygonOf(area.Shape!)));
        foreach (var child in children)
        {
            var (polygon, parent) = (ShapeDraft.PolygonOf(child.Shape!), around[child.Id.Parent]);
            if (parent.Covers(polygon)) continue;
            var outside = OverlayNGRobust.Overlay(polygon, parent.Geometry, SpatialFunction.Difference).Area / polygon.Area;
            if (outside > ShareMax)
                faults.Add(child.Map!.Value, "coordinates", $"{Percent(outside)} of {child.Id} lie outside {child.Id.Parent}", "Correct the polygon or the code, and see that the map is in WGS-84");
            else if (outside > ShareNoted) notes.Add($"{child.Map}: {Percent(outside)} of {child.Id} lie outside {child.Id.Parent}");
        }
    }

    private void Overlaps(ImmutableArray<AreaDraft> areas)
    {
        var tree = new STRtree<int>();
        var polygons = areas.Select(area => ShapeDraft.PolygonOf(area.Shape!)).ToArray();
        for (var i = 0; i < polygons.Length; i++) tree.Insert(polygons[i].EnvelopeInternal, i);
        for (var i = 0; i < polygons.Length; i++)
        {
            foreach (var other in tree.Query(polygons[i].EnvelopeInternal).Where(other => other > i).Order())
            {
                var shared = OverlayNGRobust.Overlay(polygons[i], polygons[other], SpatialFunction.Intersection).Area / Math.Min(polygons[i].Area, polygons[other].Area);
                if (shared > ShareMax)
                    faults.Add(areas[other].Map!.Value, "coordinates", $"{areas[other].Id} covers {Percent(shared)} of {areas[i].Id}", "Two areas of a level never share ground: correct one of the polygons");
                else if (shared > ShareNoted) notes.Add($"{areas[other].Map}: {areas[other].Id} covers {Percent(shared)} of {areas[i].Id}");
            }
        }
    }

    private void Inside(BuildingRows buildings, ImmutableArray<AreaDraft> cells)
    {
        var shapes = cells.ToDictionary(cell => cell.Id, cell => cell.Shape!);
        for (var row = 0; row < buildings.Count; row++)
        {
            var id = buildings.IdOf(row);
            if (!ShapeLocator.Covers(shapes[id.Parent], buildings.Position(row))) notes.Add($"{buildings.At(row)}: the building {id} stands outside its cell's polygon");
        }
    }

    private void Childless(ImmutableArray<AreaDraft> parents, ImmutableArray<AreaDraft> children)
    {
        var having = children.Select(child => child.Id.Parent).ToHashSet();
        foreach (var parent in parents.Where(parent => !having.Contains(parent.Id))) notes.Add($"{parent.At}: {parent.Id} has nothing in it");
    }

    private static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{share * 100:0.#} %");
}
