using System.Collections.Immutable;
using System.Text.Json;
using GridActors.Journal;
using GridActors.Silo.Folder;
using GridActors.Silo.Journal;

namespace GridActors.Silo.Vault;

/// <summary>
/// The last head (position, hash) of every partition, kept beside the keys in a private file: a journal that is behind or unlike it was restored from a
/// backup. The sealed partition's head stands here and nowhere else. Safe to call from any thread.
/// </summary>
public sealed class HeadsLog
{
    private readonly Lock gate = new();
    private readonly string file;
    private ImmutableSortedDictionary<(string Instance, Partition Partition), StoredHead> heads;
    private bool isSaved = true;

    private HeadsLog(string file, IEnumerable<StoredHead> heads) => (this.file, this.heads) = (file, heads.ToImmutableSortedDictionary(KeyOf, head => head));

    /// <exception cref="FolderRefusedException">The file is damaged.</exception>
    public static HeadsLog Open(DataFolder folder)
    {
        if (!File.Exists(folder.Heads)) return new(folder.Heads, []);
        try
        {
            return new(folder.Heads, JsonSerializer.Deserialize<List<StoredHead>>(File.ReadAllBytes(folder.Heads), JsonSerializerOptions.Web) ?? []);
        }
        catch (Exception damaged) when (damaged is JsonException or ArgumentException or FormatException)
        {
            throw new FolderRefusedException($"The record of last heads {folder.Heads} is damaged. Put it back from its own backup, or remove it if no journal here was restored.", damaged);
        }
    }

    /// <summary>What is remembered of an instance, for the check when its journal is opened.</summary>
    public IReadOnlyList<HeadMark> Of(string instance)
    {
        lock (gate)
            return [.. heads.Values.Where(head => head.Instance == instance).Select(head => new HeadMark(KeyOf(head).Partition, head.Position, Convert.FromHexString(head.Hash)))];
    }

    /// <summary>Remembers a head whose rows are durable; on disk only after <see cref="Save"/>. An empty partition has none to remember.</summary>
    public void Note(string instance, Partition partition, JournalHead head)
    {
        if (head.Position == 0) return;
        StoredHead stored = new(instance, partition.Code(), head.Position, Convert.ToHexStringLower(head.Hash.Span));
        lock (gate)
        {
            if (heads.TryGetValue((instance, partition), out var known) && known == stored) return;
            heads = heads.SetItem((instance, partition), stored);
            isSaved = false;
        }
    }

    /// <summary>An instance was dropped.</summary>
    public void Forget(string instance)
    {
        lock (gate)
        {
            heads = heads.RemoveRange(heads.Keys.Where(key => key.Instance == instance));
            isSaved = false;
        }
    }

    /// <summary>Durable when it returns; costs nothing when no head has moved.</summary>
    public void Save()
    {
        lock (gate)
        {
            if (isSaved) return;
            PrivateFiles.Replace(file, JsonSerializer.SerializeToUtf8Bytes(heads.Values, JsonSerializerOptions.Web));
            isSaved = true;
        }
    }

    private static (string Instance, Partition Partition) KeyOf(StoredHead head) =>
        (head.Instance, PartitionCodes.TryParse(head.Partition, out var partition) ? partition : throw new FormatException($"no partition {head.Partition}"));

    private sealed record StoredHead(string Instance, string Partition, long Position, string Hash);
}
