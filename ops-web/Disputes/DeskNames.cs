using GridActors.Journal;
using GridActors.Silo.Vault;

namespace GridActors.OpsWeb.Disputes;

/// <summary>The names of desks that acted on a case, for other desks to read.</summary>
internal sealed class DeskNames(IVault vault)
{
    /// <summary>For those who are told codes only.</summary>
    public static readonly IReadOnlyDictionary<string, string> None = new Dictionary<string, string>();

    public async ValueTask<string?> NameOf(StreamId dispute, string? row) => row is null ? null : (await Of(dispute)).GetValueOrDefault(row);

    /// <summary>By vault row.</summary>
    public async ValueTask<IReadOnlyDictionary<string, string>> Of(StreamId dispute) =>
        (await vault.Open(dispute.Instance, dispute.Id, [CaseAct.DeskField])).ToDictionary(row => row.RowId, row => row.Text);
}
