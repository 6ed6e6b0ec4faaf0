namespace GridActors.Journal;

/// <summary>The two worlds of a realm instance: what a board may show, and what only the need-to-know desk may.</summary>
public enum Partition
{
    Open,
    Sealed,
}

/// <summary>
/// One aggregate's stream: realm instance (<c>live</c>, <c>demo-0001</c>), partition, and its name in the journal
/// (<c>dispute/HQ3M7TKD2V9WXYZ1</c>, <c>cell/440306018012-017</c>).
/// </summary>
[GenerateSerializer, Immutable, Alias("stream")]
public readonly record struct StreamId([property: Id(0)] string Instance, [property: Id(1)] Partition Partition, [property: Id(2)] string Name)
{
    public static StreamId Of(string instance, Partition partition, string kind, string id) => new(instance, partition, $"{kind}/{id}");

    /// <summary>What kind of aggregate it is: <c>dispute</c>, <c>cell</c>, …</summary>
    public string Kind => Name[..Name.IndexOf('/')];

    /// <summary>The aggregate's own id.</summary>
    public string Id => Name[(Name.IndexOf('/') + 1)..];

    /// <summary>The key of the grain that owns the stream: <c>instance|partition|id</c>.</summary>
    public string GrainKey => GrainKeyOf(Instance, Partition, Id);

    public static string GrainKeyOf(string instance, Partition partition, string id) => $"{instance}|{partition.Code()}|{id}";

    /// <summary>The stream that a grain of the given kind owns, from its key.</summary>
    public static StreamId FromGrainKey(string kind, string key)
    {
        var parts = key.Split('|', 3);
        return parts.Length == 3 && PartitionCodes.TryParse(parts[1], out var partition)
            ? Of(string.Intern(parts[0]), partition, kind, parts[2]) // one name for all of an instance's grains
            : throw new ArgumentException("a grain key is instance|partition|id", nameof(key));
    }

    /// <summary>For logs: no partition and no id, so that a log cannot tell that a sealed case exists.</summary>
    public override string ToString() => $"{Instance}/{Kind}";
}

/// <summary>The stored names of the partitions.</summary>
public static class PartitionCodes
{
    public static string Code(this Partition partition) => partition == Partition.Open ? "open" : "sealed";

    public static bool TryParse(string code, out Partition partition)
    {
        partition = code == "sealed" ? Partition.Sealed : Partition.Open;
        return code is "open" or "sealed";
    }
}
