using System.Security.Cryptography;
using GridActors.Silo.Folder;

namespace GridActors.Tests.Storage.Folder;

/// <summary>A data folder of its own for one test, removed afterwards.</summary>
public sealed class TrialFolder : IDisposable
{
    private readonly string root = Path.Combine(Path.GetTempPath(), "gridactors-" + RandomNumberGenerator.GetHexString(16, lowercase: true));

    public TrialFolder() => Data = DataFolder.Resolve(root).Create();

    public DataFolder Data { get; }

    public void Dispose() => Directory.Delete(root, recursive: true);
}
