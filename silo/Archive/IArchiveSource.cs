namespace GridActors.Silo.Archive;

/// <summary>A district at one moment, read beside its running service: whatever was acknowledged before it was opened is in it.</summary>
public interface IArchiveSource : IDisposable
{
    /// <summary>Instances, names and heads of that moment; without files.</summary>
    ArchiveManifest District { get; }

    /// <summary>A table's rows in the table's order. The row object is used again for the next row.</summary>
    IEnumerable<ArchiveRow> Read(string instance, ArchiveTable table);

    /// <summary>Registries and rosters that are kept, by hash.</summary>
    IReadOnlyList<string> Registries { get; }

    /// <summary>The file of a registry or roster.</summary>
    /// <exception cref="FileNotFoundException">There is none of this hash.</exception>
    byte[] FileOf(string hash);
}

/// <summary>Where realm instances are put back: all of them, or, when <see cref="Commit"/> was not reached, none.</summary>
public interface IArchiveTarget : IDisposable
{
    /// <summary>Why an instance cannot be put here (its name was used before); null when it can.</summary>
    string? RefusalOf(string instance);

    /// <summary>Keeps the file of a registry or roster.</summary>
    void Keep(string hash, byte[] file);

    /// <summary>Makes an instance's empty tables, with the given heads.</summary>
    void Begin(ArchivedInstance instance);

    /// <summary>Writes all of a table. The row object is the same each time.</summary>
    void Write(string instance, ArchiveTable table, IEnumerable<ArchiveRow> rows);

    /// <summary>From now on the instances are there, durably.</summary>
    void Commit(IReadOnlyList<ArchivedName> names, IReadOnlyList<string> dropped);
}
