using System.Text.Json;
using GridActors.Journal;
using GridActors.Silo.Folder;

namespace GridActors.OpsWeb.Board;

/// <summary>
/// A board set aside in its instance's folder, so that a restart folds only the tail. Derived: a file that is missing, damaged, of another scope, or whose rows
/// the journal does not have is ignored with a log line. Mode 0600, replaced by rename; one file per scope.
/// </summary>
internal sealed class BoardCheckpoints(DataFolder folder, IJournal journal, TimeProvider time, ILogger<BoardCheckpoints> log)
{
    /// <summary>Entries since the last checkpoint before another is worth writing.</summary>
    private const int SaveEveryEntries = 20_000;

    private static readonly TimeSpan SaveEvery = TimeSpan.FromMinutes(1);

    private long savedPosition;
    private long savedAt;

    /// <summary>The board as set aside, or null to fold from the beginning.</summary>
    public DistrictBoard? Load(string instance, BoardScope scope)
    {
        var file = FileOf(instance, scope);
        if (!File.Exists(file)) return null;
        try
        {
            using var content = File.OpenRead(file);
            var stored = JsonSerializer.Deserialize<StoredBoard>(content, StoredBoard.Json);
            if (stored is null || stored.Format != StoredBoard.CurrentFormat || stored.Instance != instance || stored.Scope != scope || !IsOfThisHistory(instance, stored))
            {
                log.LogWarning("the board checkpoint of {Instance} does not fit the journal and was ignored", instance);
                return null;
            }
            savedPosition = stored.Marks[0].Position;
            return DistrictBoard.From(stored);
        }
        catch (Exception damaged) when (damaged is JsonException or IOException or InvalidOperationException or ArgumentException)
        {
            log.LogWarning("the board checkpoint of {Instance} cannot be read and was ignored", instance);
            return null;
        }
    }

    public void Save(DistrictBoard board, string epoch)
    {
        var stored = board.ToStored(epoch);
        if (stored.Marks[0].Position == savedPosition) return;
        Write(stored);
    }

    /// <summary>Sets the board aside now and then while it is quiet.</summary>
    public void SaveWhenDue(Func<StoredBoard> board, long position)
    {
        if (position - savedPosition < SaveEveryEntries || time.GetElapsedTime(savedAt) < SaveEvery) return;
        Write(board());
    }

    private void Write(StoredBoard stored)
    {
        try
        {
            PrivateFiles.Replace(FileOf(stored.Instance, stored.Scope), file => JsonSerializer.Serialize(file, stored, StoredBoard.Json));
            (savedPosition, savedAt) = (stored.Marks[0].Position, time.GetTimestamp());
        }
        catch (IOException full)
        {
            log.LogWarning("the board checkpoint of {Instance} was not written: {Reason}", stored.Instance, full.Message);
        }
    }

    private bool IsOfThisHistory(string instance, StoredBoard stored)
    {
        var epoch = journal.Head(instance, Partition.Open).Epoch;
        return stored.Epoch == epoch && stored.Marks.All(mark => mark.Position <= journal.Head(instance, mark.Partition).Position);
    }

    private string FileOf(string instance, BoardScope scope) => Path.Combine(folder.Instance(instance), $"board-{scope.Name}.checkpoint");
}
