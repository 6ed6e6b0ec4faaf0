using System.Globalization;
using System.Text;
using GridActors.Journal;
using GridActors.Silo.Folder;
using GridActors.Silo.Journal;

namespace GridActors.Silo.Vault;

/// <summary>One erased vault row; <see cref="RowId"/> is <see cref="ErasureLog.NoRow"/> for a case that had none.</summary>
public sealed record Erasure(string Instance, string CaseId, string RowId, string At);

/// <summary>
/// What was erased, kept beside the keys and never in a database: replayed at every start, so that a restored backup does not bring a person back.
/// One line of four words an erased row (instance, case, row, when); bare ids, appended and made durable before anything is removed.
/// </summary>
public sealed class ErasureLog
{
    /// <summary>Stands in for the row id of a case without rows.</summary>
    public const string NoRow = "-";

    private const int Words = 4;

    private readonly Lock gate = new();
    private readonly string file;
    private readonly TimeProvider time;
    private readonly HashSet<(string Instance, string CaseId)> cases = [];
    private readonly HashSet<(string Instance, string RowId)> rows = [];
    private long wholeLength; // bytes of the file up to its last whole line

    private ErasureLog(string file, TimeProvider time) => (this.file, this.time) = (file, time);

    /// <summary>Reads the log; a last line that a crash cut short does not count, for its erasing had not begun.</summary>
    /// <exception cref="FolderRefusedException">A line in it is damaged.</exception>
    public static ErasureLog Open(DataFolder folder, TimeProvider time)
    {
        ErasureLog log = new(folder.ErasureLog, time);
        if (!File.Exists(log.file)) return log;
        var bytes = File.ReadAllBytes(log.file);
        var whole = bytes.AsSpan().LastIndexOf((byte)'\n') + 1;
        log.wholeLength = whole;
        foreach (var line in Encoding.UTF8.GetString(bytes, 0, whole).Split('\n', StringSplitOptions.RemoveEmptyEntries))
            log.Remember(line.Split(' ') is [var instance, var caseId, var rowId, var at]
                ? new(instance, caseId, rowId, at)
                : throw new FolderRefusedException($"The erasure log {log.file} is damaged. Put it back from its own backup: without it an erased person could come back."));
        return log;
    }

    public bool IsCaseErased(string instance, string caseId)
    {
        lock (gate) return cases.Contains((instance, caseId));
    }

    /// <summary>The erased cases of an instance.</summary>
    public IReadOnlySet<string> CasesOf(string instance)
    {
        lock (gate) return cases.Where(one => one.Instance == instance).Select(one => one.CaseId).ToHashSet(StringComparer.Ordinal);
    }

    public bool IsErased(string instance, string rowId)
    {
        lock (gate) return rows.Contains((instance, rowId));
    }

    /// <summary>Durable when it returns.</summary>
    public void Append(string instance, string caseId, IReadOnlyCollection<string> rowIds)
    {
        lock (gate)
        {
            var at = Instants.Text(time.GetUtcNow());
            var erased = (rowIds.Count == 0 ? [NoRow] : rowIds).Select(rowId => new Erasure(instance, caseId, rowId, at)).ToList();
            if (erased.Any(one => string.Join(' ', one.Instance, one.CaseId, one.RowId).Count(char.IsWhiteSpace) != Words - 2))
                throw new ArgumentException("ids in the erasure log have no spaces", nameof(caseId));
            Write(Encoding.UTF8.GetBytes(string.Concat(erased.Select(one => $"{one.Instance} {one.CaseId} {one.RowId} {one.At}\n"))));
            foreach (var one in erased) Remember(one);
        }
    }

    /// <summary>Erases again whatever an instance's tables still have of it: after a crash in mid-erasing, or after a restore. Before anything is served.</summary>
    public async ValueTask<int> Replay(string instance, IVaultTable table)
    {
        var erased = CasesOf(instance);
        foreach (var caseId in erased) await table.EraseCase(instance, caseId);
        return erased.Count;
    }

    private void Write(byte[] lines)
    {
        var isNew = !File.Exists(file);
        using (var stream = PrivateFiles.Open(file, FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read))
        {
            stream.SetLength(wholeLength); // a line cut short by a crash or a full disk must not be continued
            stream.Seek(wholeLength, SeekOrigin.Begin);
            stream.Write(lines);
            stream.Flush(flushToDisk: true);
        }
        if (isNew) PrivateFiles.SyncFolder(Path.GetDirectoryName(file)!);
        wholeLength += lines.Length;
    }

    private void Remember(Erasure erased)
    {
        cases.Add((erased.Instance, erased.CaseId));
        rows.Add((erased.Instance, erased.RowId));
    }
}
