namespace GridActors.LoadTest.Stores;

/// <summary>Copies a folder with all in it; files keep their modes, and a service closes its keys' folder itself.</summary>
internal static class FolderCopy
{
    public static void Of(DirectoryInfo from, DirectoryInfo to)
    {
        foreach (var folder in from.EnumerateDirectories("*", SearchOption.AllDirectories))
            Directory.CreateDirectory(At(folder.FullName));
        foreach (var file in from.EnumerateFiles("*", SearchOption.AllDirectories)) file.CopyTo(At(file.FullName));

        string At(string path) => Path.Combine(to.FullName, Path.GetRelativePath(from.FullName, path));
    }
}
