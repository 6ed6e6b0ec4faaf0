using System.Text;
using GridActors.Journal;
using GridActors.Silo.Journal;

namespace GridActors.Silo.Archive;

/// <summary>Lets an instance's entries pass while it counts their positions and computes every hash again, and compares the last ones with the heads.</summary>
internal static class ArchiveChain
{
    private const int PartitionColumn = 0, PositionColumn = 1;

    /// <exception cref="InvalidDataException">The rows do not agree with each other or with the heads.</exception>
    public static IEnumerable<ArchiveRow> Checked(ArchivedInstance instance, IEnumerable<ArchiveRow> rows)
    {
        var walk = new Walk(instance);
        foreach (var row in rows)
        {
            walk.Step(row);
            yield return row;
        }
        walk.End();
    }

    private sealed class Walk(ArchivedInstance instance)
    {
        private readonly byte[] instanceUtf8 = Encoding.UTF8.GetBytes(instance.Instance);
        private readonly RowBytes bytes = new();
        private readonly byte[] previous = new byte[RowBytes.HashBytes], hash = new byte[RowBytes.HashBytes];
        private readonly HashSet<Partition> walked = [];
        private Partition? partition;
        private long position;

        public void Step(ArchiveRow row)
        {
            if (!PartitionCodes.TryParse(row.Text(PartitionColumn), out var its)) throw new InvalidDataException($"{instance.Instance} has an entry of no partition");
            if (its != partition)
            {
                Compare();
                if (!walked.Add(its)) throw Broken(its, 0, "the partitions are mixed");
                (partition, position) = (its, 0);
                RowBytes.NoHash.CopyTo(previous);
            }
            if (row.Number(PositionColumn) != ++position) throw Broken(its, position, "the row is missing");
            bytes.Begin(previous, instanceUtf8);
            for (var column = 0; column < RowBytes.HashedColumnCount; column++)
                if (row.Table.Columns[column].Kind == ArchiveKind.Number) bytes.Add(row.Number(column));
                else bytes.Add(row.Bytes(column));
            bytes.Hash(hash);
            if (!row.Bytes(RowBytes.HashedColumnCount).SequenceEqual(hash)) throw Broken(its, position, "the row does not match its hash");
            hash.CopyTo(previous, 0);
        }

        public void End()
        {
            Compare();
            foreach (var head in instance.Heads)
                if (head.Position > 0 && PartitionCodes.TryParse(head.Partition, out var lost) && !walked.Contains(lost)) throw Broken(lost, 1, "the row is missing");
        }

        /// <summary>The partition just walked against its head.</summary>
        private void Compare()
        {
            if (partition is not { } done) return;
            var head = instance.Heads.First(one => one.Partition == done.Code()).Head;
            if (head.Position != position || !head.Hash.Span.SequenceEqual(previous)) throw Broken(done, position, $"the rows end elsewhere than the head, which is at {head.Position}");
        }

        /// <summary>A sealed position would tell how many sealed cases there are.</summary>
        private InvalidDataException Broken(Partition where, long at, string what) => new(where == Partition.Open
            ? $"{instance.Instance} open, position {at}: {what}. The archive is not of one piece; take another copy."
            : $"{instance.Instance} sealed: its chain of hashes is broken. The archive is not of one piece; take another copy.");
    }
}
