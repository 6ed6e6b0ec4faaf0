using GridActors.Journal;
using GridActors.Silo.Folder;
using GridActors.Silo.Vault;
using GridActors.Tests.Storage.Folder;

namespace GridActors.Tests.Storage.Vault;

public sealed class HeadsLogTests : IDisposable
{
    private readonly TrialFolder trial = new();

    private static JournalHead At(long position) => new(position, new byte[] { (byte)position, 2, 3 }, "epoch", Closed: false);

    [Fact]
    public void Heads_are_remembered_across_restarts_in_a_private_file()
    {
        var heads = HeadsLog.Open(trial.Data);
        heads.Note("live", Partition.Open, At(7));
        heads.Note("live", Partition.Sealed, At(2));
        heads.Note("demo-0001", Partition.Open, At(9));
        heads.Save();
        var marks = HeadsLog.Open(trial.Data).Of("live");
        Assert.Equal([(Partition.Open, 7L), (Partition.Sealed, 2L)], marks.Select(mark => (mark.Partition, mark.Position)));
        Assert.Equal([7, 2, 3], marks[0].Hash.ToArray());
        Assert.False(PrivateFiles.IsOpenToOthers(trial.Data.Heads));
    }

    [Fact]
    public void An_empty_partition_is_not_mentioned_and_an_unmoved_head_not_written_again()
    {
        var heads = HeadsLog.Open(trial.Data);
        heads.Note("live", Partition.Sealed, At(0));
        heads.Save();
        Assert.False(File.Exists(trial.Data.Heads));
        heads.Note("live", Partition.Open, At(7));
        heads.Save();
        File.Delete(trial.Data.Heads);
        heads.Note("live", Partition.Open, At(7));
        heads.Save();
        Assert.False(File.Exists(trial.Data.Heads));
    }

    [Fact]
    public void A_dropped_instance_is_forgotten()
    {
        var heads = HeadsLog.Open(trial.Data);
        heads.Note("demo-0001", Partition.Open, At(9));
        heads.Forget("demo-0001");
        heads.Save();
        Assert.Empty(HeadsLog.Open(trial.Data).Of("demo-0001"));
    }

    [Theory]
    [InlineData("["), InlineData("""[{"instance":"live","partition":"half","position":1,"hash":""}]"""), InlineData("""[{"instance":"live","partition":"open","position":1,"hash":""},{"instance":"live","partition":"open","position":2,"hash":""}]""")]
    public void A_damaged_record_is_refused_with_advice(string content)
    {
        File.WriteAllText(trial.Data.Heads, content);
        Assert.Contains("backup", Assert.Throws<FolderRefusedException>(() => HeadsLog.Open(trial.Data)).Message);
    }

    public void Dispose() => trial.Dispose();
}
