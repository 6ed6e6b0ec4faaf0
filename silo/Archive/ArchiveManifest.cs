using System.Text.Json;
using GridActors.Journal;
using GridActors.Silo.Folder;

namespace GridActors.Silo.Archive;

/// <summary>Where a partition stood when the archive was taken.</summary>
/// <param name="Hash">64 hex digits.</param>
public sealed record ArchivedHead(string Partition, long Position, string Hash, string Epoch, bool Closed)
{
    public static ArchivedHead Of(Partition partition, JournalHead head) => new(partition.Code(), head.Position, Convert.ToHexStringLower(head.Hash.Span), head.Epoch, head.Closed);

    public JournalHead Head => new(Position, Convert.FromHexString(Hash), Epoch, Closed);
}

/// <summary>A realm instance's row of the control table, with its secret still wrapped, and its heads.</summary>
public sealed record ArchivedInstance(
    string Instance, string Name, string Kind, bool IsCurrent, string RegistryHash, int KeyGeneration, byte[] WrappedSecret, IReadOnlyList<ArchivedHead> Heads)
{
    /// <summary>Its tables, one file each; empty until they are written.</summary>
    public IReadOnlyList<ArchivedFile> Tables { get; init; } = [];
}

/// <summary>The last number given under a realm's name: no instance name is ever used twice.</summary>
public sealed record ArchivedName(string Name, int LastNumber);

/// <summary>
/// What an archive holds, in <c>manifest.json</c>, which is written last: a folder without it is an archive that was never finished. Realm secrets and case keys in it
/// are wrapped, so that it is worth nothing without the key file, which never lies beside it.
/// </summary>
public sealed record ArchiveManifest(string Format, int FormatVersion, string MadeAt, IReadOnlyList<ArchivedInstance> Instances)
{
    public const string FormatName = "gridactors-archive";
    public const int ThisVersion = 1;
    public const string FileName = "manifest.json";

    /// <summary>Bytes of a manifest that is read.</summary>
    private const int BytesMax = 64 << 20;

    private static readonly JsonSerializerOptions Shape = new(JsonSerializerOptions.Web)
    {
        WriteIndented = true,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    /// <summary>True for a backup of everything; false for realms taken out one by one.</summary>
    public bool IsWholeDistrict { get; init; }

    public IReadOnlyList<ArchivedName> Names { get; init; } = [];

    /// <summary>Instance names that were used and dropped.</summary>
    public IReadOnlyList<string> Dropped { get; init; } = [];

    /// <summary>Generations of the key file that something in the archive was wrapped with.</summary>
    public IReadOnlyList<int> KeyGenerations { get; init; } = [];

    /// <summary>Registries by hash, each a file <c>registry/&lt;hash&gt;</c>.</summary>
    public IReadOnlyList<string> Registries { get; init; } = [];

    public void Save(string archive) => PrivateFiles.Replace(Path.Combine(archive, FileName), JsonSerializer.SerializeToUtf8Bytes(this, Shape));

    /// <exception cref="InvalidDataException">There is none, it is damaged, or a newer build wrote it.</exception>
    public static ArchiveManifest Load(string archive)
    {
        var path = Path.Combine(archive, FileName);
        if (!File.Exists(path)) throw new InvalidDataException($"{archive} is no archive, or one that was never finished: it has no {FileName}.");
        if (new FileInfo(path).Length > BytesMax) throw new InvalidDataException($"{path} is too large for a manifest.");
        try
        {
            var bytes = File.ReadAllBytes(path);
            using (var look = JsonDocument.Parse(bytes)) // a newer build's manifest may have another shape altogether
            {
                if (look.RootElement.GetProperty("format").GetString() != FormatName) throw new InvalidDataException($"{path} is no manifest of an archive.");
                if (look.RootElement.GetProperty("formatVersion").GetInt32() is var version && version > ThisVersion)
                    throw new InvalidDataException($"The archive {archive} has format {version}, and this build knows formats up to {ThisVersion}: a newer build wrote it; use that one.");
            }
            var manifest = JsonSerializer.Deserialize<ArchiveManifest>(bytes, Shape) ?? throw new JsonException("empty");
            foreach (var one in manifest.Instances)
                if (!DataFolder.IsInstanceName(one.Instance) || one.Heads.Select(head => head.Partition).Order().SequenceEqual(["open", "sealed"]) is false || one.Heads.Any(head => head.Head.Hash.Length == 0))
                    throw new JsonException($"'{one.Instance}' is not described whole");
            return manifest;
        }
        catch (Exception damaged) when (damaged is JsonException or KeyNotFoundException or FormatException or InvalidOperationException)
        {
            throw new InvalidDataException($"The archive's manifest {path} is damaged. Take another copy of the archive.", damaged);
        }
    }
}
