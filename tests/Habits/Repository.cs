namespace GridActors.Tests.Habits;

/// <summary>The project's own files, for tests about how it is written.</summary>
internal static class Repository
{
    private static readonly string[] NotOurs = ["bin", "obj", "node_modules", "dist", ".git", "data", "wwwroot"];

    public static string Root { get; } = FindRoot();

    /// <summary>Files below a folder of the repository by the end of their names; what is built, fetched or generated is left out.</summary>
    public static IReadOnlyList<SourceFile> Files(string folder, params string[] endings) =>
        [.. Below(Path.Combine(Root, folder)).Where(path => endings.Any(path.EndsWith)).Order(StringComparer.Ordinal).Select(path => new SourceFile(Path.GetRelativePath(Root, path), path))];

    private static IEnumerable<string> Below(string folder) => !Directory.Exists(folder) ? [] : Directory.EnumerateFiles(folder)
        .Concat(Directory.EnumerateDirectories(folder).Where(inner => !NotOurs.Contains(Path.GetFileName(inner))).SelectMany(Below));

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "GridActors.sln"))) folder = folder.Parent;
        return folder?.FullName ?? throw new DirectoryNotFoundException("the tests run outside the repository");
    }
}

/// <summary>A file by its path within the repository.</summary>
internal sealed record SourceFile(string Path, string FullPath)
{
    private readonly Lazy<string> text = new(() => File.ReadAllText(FullPath));

    public string Text => text.Value;

    public string Folder => Path.Split(System.IO.Path.DirectorySeparatorChar) is [_, var slice, _, ..] ? slice : "";

    public override string ToString() => Path;
}
