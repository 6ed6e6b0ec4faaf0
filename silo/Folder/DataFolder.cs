namespace GridActors.Silo.Folder;

/// <summary>
/// Where everything lies on disk; every program finds it through <see cref="Resolve"/>. The paths are absolute. Nothing is created
/// before <see cref="Create"/>, so that read-only commands leave no trace.
/// </summary>
public sealed class DataFolder
{
    /// <summary>Characters of an instance's name, which is also the name of its folder.</summary>
    public const int InstanceNameMax = 40;

    private const string SolutionFile = "GridActors.sln";
    private const string DefaultName = "data";

    /// <summary>The database elsewhere that these files belong to; empty for files that are the database.</summary>
    private readonly string database;

    private DataFolder(string root, string keys, string database = "") => (Root, Keys, this.database) = (root, keys, database);

    public string Root { get; }

    /// <summary>The key file, the erasure log and the last heads: kept, backed up and destroyed apart from the rest.</summary>
    public string Keys { get; }

    public string Lock => Path.Combine(Root, ".lock");

    public string LockOwner => Path.Combine(Root, ".lock.owner");

    /// <summary>Realm instances and their wrapped secrets.</summary>
    public string Control => Path.Combine(Root, "control.db");

    /// <summary>Snapshots only; may be deleted while nothing runs.</summary>
    public string Derived => Path.Combine(Root, "derived.db");

    /// <summary>There while a restore is under way, or when one was cut short: the folder is not served then.</summary>
    public string Restoring => Path.Combine(Root, ".restoring");

    /// <summary>Registries by hash.</summary>
    public string Registry => Path.Combine(Root, "registry");

    public string KeyFile => Path.Combine(Keys, "gridactors.keys");

    public string ErasureLog => Path.Combine(Keys, "erasures.log");

    public string Heads => Path.Combine(Keys, database.Length == 0 ? "heads.json" : $"heads.{database}.json");

    /// <summary>The folder of one realm instance: its journal and its board checkpoints.</summary>
    /// <exception cref="ArgumentException">The name is no instance name.</exception>
    public string Instance(string instance) => IsInstanceName(instance)
        ? Path.Combine(Root, database, instance)
        : throw new ArgumentException($"'{instance}' is no name of a realm instance", nameof(instance));

    public string Journal(string instance) => Path.Combine(Instance(instance), "journal.db");

    /// <summary>
    /// <paramref name="data"/> when given, else <c>data/</c> beside the nearest GridActors.sln above the current folder, else <c>./data</c>.
    /// Keys lie in <paramref name="keys"/> when given, else in <c>keys/</c> inside it.
    /// </summary>
    public static DataFolder Resolve(string? data = null, string? keys = null, string? currentFolder = null)
    {
        var current = currentFolder ?? Directory.GetCurrentDirectory();
        var root = string.IsNullOrWhiteSpace(data) ? Path.Combine(NearestSolution(current) ?? current, DefaultName) : Path.Combine(current, data);
        root = Path.GetFullPath(root);
        return new(root, string.IsNullOrWhiteSpace(keys) ? Path.Combine(root, "keys") : Path.GetFullPath(Path.Combine(current, keys)));
    }

    /// <summary>
    /// The same folder for a district whose truth is in a database of that kind: key file, erasure log and lock are one for all, what is remembered of the
    /// database or derived from it lies apart.
    /// </summary>
    public DataFolder Beside(string database) => new(Root, Keys, database);

    /// <summary>A district on a database elsewhere has been served from here; its key file and erasure log are here.</summary>
    public bool BelongsToDatabase => Directory.Exists(Keys) && Directory.EnumerateFiles(Keys, "heads.*.json").Any();

    /// <summary>Small letters, digits and hyphens, beginning with a letter; never a name of our own files (a folder named so would hide them).</summary>
    public static bool IsInstanceName(string name) =>
        name.Length is > 0 and <= InstanceNameMax && char.IsAsciiLetterLower(name[0]) && name is not ("keys" or "registry" or "postgres")
        && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');

    /// <summary>Creates what is missing, closed to other users of the machine. A folder that was there keeps its mode, the keys' folder never does.</summary>
    /// <exception cref="FolderRefusedException">The system does not let us.</exception>
    public DataFolder Create()
    {
        try
        {
            PrivateFiles.CreateFolder(Root);
            PrivateFiles.CreateFolder(Path.Combine(Root, database));
            PrivateFiles.CreateFolder(Registry);
            PrivateFiles.CreateFolder(Keys);
            PrivateFiles.Close(Keys);
            return this;
        }
        catch (Exception denied) when (denied is IOException or UnauthorizedAccessException)
        {
            throw new FolderRefusedException($"The data folder {Root} cannot be made: {denied.Message} Start as a user who may write there, or with another folder: --data DIR.", denied);
        }
    }

    /// <summary>Creates the folder of an instance and answers its path.</summary>
    public string CreateInstance(string instance)
    {
        var folder = Instance(instance);
        PrivateFiles.CreateFolder(folder);
        return folder;
    }

    /// <summary>Instances that have a folder, whether the control database knows them or not.</summary>
    public IEnumerable<string> InstanceFolders() => Directory.Exists(Path.Combine(Root, database))
        ? Directory.EnumerateDirectories(Path.Combine(Root, database)).Select(path => Path.GetFileName(path)!).Where(IsInstanceName).Order(StringComparer.Ordinal)
        : [];

    private static string? NearestSolution(string folder)
    {
        for (DirectoryInfo? at = new(folder); at is not null; at = at.Parent)
            if (File.Exists(Path.Combine(at.FullName, SolutionFile)))
                return at.FullName;
        return null;
    }
}
