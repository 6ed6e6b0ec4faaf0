using GridActors.Journal;
using GridActors.Silo.Folder;
using GridActors.Silo.Vault;
using GridActors.Tests.Storage.Folder;

namespace GridActors.Tests.Storage.Vault;

/// <summary>A vault over tables in memory, with its keys in a folder of its own; can be stopped and started again.</summary>
public sealed class VaultTrial : IDisposable
{
    public const string Live = "live";
    public const string CaseA = "AAAAAAAAAAAAAAAA";
    public const string CaseB = "BBBBBBBBBBBBBBBB";

    private readonly TrialFolder trial = new();

    public VaultTrial() => Start();

    public DataFolder Data => trial.Data;

    public VaultTableInMemory Table { get; } = new();

    public ControlDatabase Control { get; private set; } = null!;

    public KeyFile Keys { get; private set; } = null!;

    public ErasureLog Erasures { get; private set; } = null!;

    public CaseVault Vault { get; private set; } = null!;

    public void Restart()
    {
        Stop();
        Start();
    }

    /// <summary>Opens a case with one report in it, as its first command would.</summary>
    public VaultRow Report(string caseId, string text, string instance = Live)
    {
        using var seal = Vault.NewCase(instance, caseId);
        var row = seal.Row("row-" + caseId, "report", text);
        Table.Store(instance, seal.Key, row);
        return row;
    }

    public void Dispose()
    {
        Stop();
        trial.Dispose();
    }

    private void Start()
    {
        Control = ControlDatabase.Open(trial.Data, TimeProvider.System);
        Keys = KeyFile.Open(trial.Data, Control.HasSecrets, TimeProvider.System);
        Control.FindOrCreate(Live, RealmKind.Live, null, Keys);
        Erasures = ErasureLog.Open(trial.Data, TimeProvider.System);
        Vault = new(Table, Keys, new RealmSecrets(Control, Keys), Erasures);
    }

    private void Stop()
    {
        Control.Dispose();
        Keys.Dispose();
    }
}
