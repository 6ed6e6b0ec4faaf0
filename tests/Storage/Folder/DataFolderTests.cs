using GridActors.Silo.Folder;

namespace GridActors.Tests.Storage.Folder;

public sealed class DataFolderTests
{
    [Fact]
    public void The_folder_named_by_the_caller_is_taken() =>
        Assert.Equal("/srv/district", DataFolder.Resolve("/srv/district", currentFolder: "/anywhere").Root);

    [Fact]
    public void Without_a_name_it_lies_beside_the_nearest_solution_above()
    {
        using TrialFolder trial = new();
        File.WriteAllText(Path.Combine(trial.Data.Root, "GridActors.sln"), "");
        var below = Directory.CreateDirectory(Path.Combine(trial.Data.Root, "ops-web", "client")).FullName;
        Assert.Equal(Path.Combine(trial.Data.Root, "data"), DataFolder.Resolve(currentFolder: below).Root);
    }

    [Fact]
    public void Without_a_solution_above_it_lies_in_the_current_folder()
    {
        using TrialFolder trial = new();
        Assert.Equal(Path.Combine(trial.Data.Root, "data"), DataFolder.Resolve(currentFolder: trial.Data.Root).Root);
    }

    [Fact]
    public void Keys_may_lie_elsewhere()
    {
        Assert.Equal("/srv/district/keys", DataFolder.Resolve("/srv/district").Keys);
        Assert.Equal("/media/stick", DataFolder.Resolve("/srv/district", "/media/stick").Keys);
    }

    [Fact]
    public void Folders_it_makes_are_closed_to_other_users()
    {
        using TrialFolder trial = new();
        const UnixFileMode ownerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        foreach (var folder in new[] { trial.Data.Root, trial.Data.Keys, trial.Data.Registry, trial.Data.CreateInstance("demo-0001") })
            if (!OperatingSystem.IsWindows()) Assert.Equal(ownerOnly, File.GetUnixFileMode(folder));
    }

    [Fact]
    public void A_folder_that_cannot_be_made_is_refused_with_advice()
    {
        using TrialFolder trial = new();
        File.WriteAllText(Path.Combine(trial.Data.Root, "file"), "");
        Assert.Contains("--data", Assert.Throws<FolderRefusedException>(() => DataFolder.Resolve(Path.Combine(trial.Data.Root, "file", "below")).Create()).Message);
    }

    [Theory]
    [InlineData("../live"), InlineData("live/../../etc"), InlineData(""), InlineData("Live"), InlineData("keys"), InlineData("registry"), InlineData("-demo"), InlineData(".lock")]
    public void Nothing_but_an_instance_name_becomes_a_folder(string name) =>
        Assert.Throws<ArgumentException>(() => DataFolder.Resolve("/srv/district").Journal(name));
}
