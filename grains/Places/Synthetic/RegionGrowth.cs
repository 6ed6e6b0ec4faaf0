using System.Runtime.CompilerServices;

namespace GridActors.Places;

/// <summary>
/// Cuts the faces of a mesh into regions that are each in one piece: every region grows from a seed face over uneven ground, and the
/// starting handicaps are shifted until the sizes are about those wanted.
/// </summary>
internal sealed class RegionGrowth(CellMesh mesh, int[] within, double[] ground)
{
    private readonly int[] region = new int[mesh.Faces];
    private readonly double[] cost = new double[mesh.Faces];
    private readonly PriorityQueue<(int Face, int Region), double> front = new();

    /// <param name="seeds">The face each region grows from.</param>
    /// <param name="faces">How many faces each region should have.</param>
    /// <param name="rounds">How often sizes are corrected.</param>
    /// <param name="centred">Whether seeds move to the middle of what they gained (not when the place of a region is given).</param>
    /// <returns>The region of each face; -1 where <paramref name="within"/> holds none.</returns>
    public int[] Grow(int[] seeds, double[] faces, int rounds, bool centred)
    {
        var handicap = new double[seeds.Length];
        Spread(seeds, handicap);
        for (var round = 1; round < rounds; round++)
        {
            var gained = new int[seeds.Length];
            foreach (var r in region)
                if (r >= 0) gained[r]++;
            for (var s = 0; s < seeds.Length; s++)
                handicap[s] += 0.35 * mesh.Spacing * (Math.Sqrt(gained[s]) - Math.Sqrt(faces[s]));
            if (centred && round < rounds / 2) Centre(seeds);
            Spread(seeds, handicap);
        }
        return [.. region];
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Spread(int[] seeds, double[] handicap)
    {
        Array.Fill(region, -1);
        Array.Fill(cost, double.PositiveInfinity);
        for (var s = 0; s < seeds.Length; s++)
        {
            cost[seeds[s]] = double.NegativeInfinity; // nobody takes a seed
            region[seeds[s]] = s;
            Reach(seeds[s], s, handicap[s]);
        }
        while (front.TryDequeue(out var step, out var arrived))
        {
            if (region[step.Face] >= 0) continue;
            region[step.Face] = step.Region;
            Reach(step.Face, step.Region, arrived);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Reach(int from, int into, double arrived)
    {
        foreach (var to in mesh.Around(from))
        {
            if (to < 0 || within[to] < 0 || within[to] != within[from] || region[to] >= 0) continue;
            var (dx, dy) = (mesh.X[to] - mesh.X[from], mesh.Y[to] - mesh.Y[from]);
            var there = arrived + Math.Sqrt(dx * dx + dy * dy) * ground[to];
            if (there >= cost[to]) continue;
            cost[to] = there;
            front.Enqueue((to, into), there);
        }
    }

    private void Centre(int[] seeds)
    {
        var (x, y, count) = (new double[seeds.Length], new double[seeds.Length], new int[seeds.Length]);
        for (var f = 0; f < region.Length; f++)
            if (region[f] is >= 0 and var r) (x[r], y[r], count[r]) = (x[r] + mesh.X[f], y[r] + mesh.Y[f], count[r] + 1);
        var nearest = new double[seeds.Length];
        Array.Fill(nearest, double.PositiveInfinity);
        for (var f = 0; f < region.Length; f++)
        {
            if (region[f] is not (>= 0 and var r)) continue;
            var (dx, dy) = (mesh.X[f] - x[r] / count[r], mesh.Y[f] - y[r] / count[r]);
            if (dx * dx + dy * dy >= nearest[r]) continue;
            (nearest[r], seeds[r]) = (dx * dx + dy * dy, f);
        }
    }

    /// <summary>Faces far from each other, <paramref name="count"/> of those with this value of <paramref name="within"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int[] FarApart(CellMesh mesh, int[] within, int value, int count)
    {
        var candidates = Enumerable.Range(0, mesh.Faces).Where(f => within[f] == value).ToArray();
        var nearest = new double[candidates.Length];
        Array.Fill(nearest, double.PositiveInfinity);
        var chosen = new int[count];
        var next = 0;
        for (var n = 0; n < count; n++)
        {
            chosen[n] = candidates[next];
            var farthest = -1.0;
            var from = chosen[n];
            for (var i = 0; i < candidates.Length; i++)
            {
                var (dx, dy) = (mesh.X[candidates[i]] - mesh.X[from], mesh.Y[candidates[i]] - mesh.Y[from]);
                nearest[i] = Math.Min(nearest[i], dx * dx + dy * dy);
                if (nearest[i] > farthest) (farthest, next) = (nearest[i], i);
            }
        }
        return chosen;
    }
}
