using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace GridActors.Places;

/// <summary>
/// The borders of regions of a mesh: the sides whose two faces differ. At most three faces meet in a corner, so a border either passes through
/// a corner once or three regions meet there; rings therefore never touch themselves.
/// </summary>
internal static class RegionBorders
{
    /// <summary>Takes the lattice's zigzag out of the borders: corners that two regions share move towards the middle of their border neighbours.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Smooth(CellMesh mesh, Func<int, int> regionOf, int rounds)
    {
        var (first, second, sides) = (Filled(mesh), Filled(mesh), new byte[mesh.CornerX.Length]);
        var faces = FacesOfCorners(mesh);
        for (var f = 0; f < mesh.Faces; f++)
            for (var k = 0; k < CellMesh.Sides; k++)
            {
                if (Same(mesh.Around(f)[k])) continue;
                var (from, to) = (mesh.Ring(f)[k], mesh.Ring(f)[(k + 1) % CellMesh.Sides]);
                Note(from, to);
                Note(to, from);

                bool Same(int neighbour) => neighbour >= 0 && regionOf(neighbour) == regionOf(f);
            }

        for (var round = 0; round < rounds; round++)
            for (var corner = 0; corner < sides.Length; corner++)
            {
                if (sides[corner] != 2) continue;
                var (oldX, oldY) = (mesh.CornerX[corner], mesh.CornerY[corner]);
                var (a, b) = (first[corner], second[corner]);
                mesh.CornerX[corner] = oldX / 2 + (mesh.CornerX[a] + mesh.CornerX[b]) / 4;
                mesh.CornerY[corner] = oldY / 2 + (mesh.CornerY[a] + mesh.CornerY[b]) / 4;
                for (var i = 0; i < 3; i++)
                {
                    if (faces[corner * 3 + i] is not (>= 0 and var f) || IsRound(mesh, f)) continue;
                    (mesh.CornerX[corner], mesh.CornerY[corner]) = (oldX, oldY);
                    break;
                }
            }
        for (var f = 0; f < mesh.Faces; f++) (mesh.X[f], mesh.Y[f]) = mesh.Middle(f);

        void Note(int corner, int other)
        {
            if (first[corner] == other || second[corner] == other || sides[corner] == 3) return;
            if (sides[corner] == 0) first[corner] = other;
            if (sides[corner] == 1) second[corner] = other;
            sides[corner]++;
        }
    }

    /// <summary>The polygons of regions 0, 1, … by the mesh's corners; <paramref name="positions"/> are the corners on the globe.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static ImmutableArray<Shape> Shapes(CellMesh mesh, ReadOnlySpan<int> regionOf, int regions, LonLat[] positions)
    {
        // for each corner the up to three sides that leave it, each the border of another region
        var (leads, of) = (new int[mesh.CornerX.Length * 3], new int[mesh.CornerX.Length * 3]);
        Array.Fill(of, -1);
        for (var f = 0; f < mesh.Faces; f++)
        {
            if (regionOf[f] < 0) continue;
            for (var k = 0; k < CellMesh.Sides; k++)
            {
                if (mesh.Around(f)[k] is >= 0 and var beside && regionOf[beside] == regionOf[f]) continue;
                var slot = mesh.Ring(f)[k] * 3;
                while (of[slot] >= 0) slot++;
                (leads[slot], of[slot]) = (mesh.Ring(f)[(k + 1) % CellMesh.Sides], regionOf[f]);
            }
        }

        var rings = new List<(double Area, ImmutableArray<LonLat> Ring)>[regions];
        for (var r = 0; r < regions; r++) rings[r] = [];
        for (var start = 0; start < of.Length; start++)
        {
            if (of[start] is not (>= 0 and var r)) continue;
            var ring = new List<LonLat>();
            var twice = 0.0;
            for (var slot = start; of[slot] >= 0;)
            {
                of[slot] = -2; // walked
                var (from, to) = (slot / 3, leads[slot]);
                ring.Add(positions[from]);
                twice += mesh.CornerX[from] * mesh.CornerY[to] - mesh.CornerX[to] * mesh.CornerY[from];
                slot = to * 3;
                while (slot < to * 3 + 2 && of[slot] != r) slot++;
                if (of[slot] != r) break; // back at the start
            }
            rings[r].Add((twice, [.. ring]));
        }
        return ImmutableCollectionsMarshal.AsImmutableArray(Array.ConvertAll(rings, of => new Shape([.. of.OrderByDescending(r => r.Area).Select(r => r.Ring)])));
    }

    /// <summary>Whether the whole face is seen from its middle, with some room.</summary>
    private static bool IsRound(CellMesh mesh, int f)
    {
        var (x, y) = mesh.Middle(f);
        var ring = mesh.Ring(f);
        var from = ring[^1];
        var room = 0.01 * mesh.Spacing * mesh.Spacing;
        foreach (var to in ring)
        {
            var twice = (mesh.CornerX[from] - x) * (mesh.CornerY[to] - y) - (mesh.CornerX[to] - x) * (mesh.CornerY[from] - y);
            if (twice < room) return false;
            from = to;
        }
        return true;
    }

    private static int[] Filled(CellMesh mesh)
    {
        var none = new int[mesh.CornerX.Length];
        Array.Fill(none, -1);
        return none;
    }

    private static int[] FacesOfCorners(CellMesh mesh)
    {
        var faces = new int[mesh.CornerX.Length * 3];
        Array.Fill(faces, -1);
        for (var f = 0; f < mesh.Faces; f++)
            foreach (var corner in mesh.Ring(f))
            {
                var slot = corner * 3;
                while (faces[slot] >= 0) slot++;
                faces[slot] = f;
            }
        return faces;
    }
}
