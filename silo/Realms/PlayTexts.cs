using GridActors.Journal;
using GridActors.Planning;
using GridActors.Silo.Vault;

namespace GridActors.Silo.Realms;

/// <summary>Seals what simulated people write: a report under a fresh key with its look-ups, other texts under their case's own key.</summary>
internal sealed class PlayTexts(IVault vault, RealmKeys keys, RealmKind kind)
{
    /// <summary>What goes into the vault with an item whose case is in the journal already (or that opens it).</summary>
    /// <exception cref="CaseErasedException">The case was erased meanwhile.</exception>
    public async ValueTask<VaultWrites> Of(AgendaItem item)
    {
        if (item.Report is not null)
        {
            using var seal = vault.NewCase(item.Target.Instance, item.Target.Id);
            return Report(item, seal);
        }
        if (item.Texts.IsEmpty) return VaultWrites.None;
        var rows = new VaultRow[item.Texts.Length];
        for (var n = 0; n < rows.Length; n++)
            rows[n] = await vault.Seal(item.Target.Instance, item.Target.Id, keys.VaultRowId(item.Id, n), item.Texts[n].Field, item.Texts[n].Text);
        return new([.. rows], [], []);
    }

    /// <summary>The same for a whole backlog, whose cases are in no journal yet: <paramref name="seals"/> keeps each case's key while it is written.</summary>
    public VaultWrites Of(AgendaItem item, Dictionary<string, CaseSeal> seals)
    {
        if (item.Report is not null) return Report(item, seals[item.Target.Id] = vault.NewCase(item.Target.Instance, item.Target.Id));
        if (item.Texts.IsEmpty) return VaultWrites.None;
        var seal = seals[item.Target.Id];
        return new([.. item.Texts.Select((text, n) => seal.Row(keys.VaultRowId(item.Id, n), text.Field, text.Text))], [], []);
    }

    private VaultWrites Report(AgendaItem item, CaseSeal seal)
    {
        var (words, caseId, partition) = (item.Report!, item.Target.Id, item.Target.Partition);
        var packed = new ReportText(words.Text, words.Name, words.Phone, words.Address).ToJson();
        return new(
            [seal.Row(keys.VaultRowId(item.Id, 0), ReportText.Field, packed)],
            [seal.Key],
            [
                new(Lookup.Report, keys.ReportHash("", item.IdempotencyKey!), caseId, partition),
                new(Lookup.Receipt, keys.ReceiptHash(keys.Receipt(kind.Letter(), caseId)), caseId, partition),
            ]);
    }
}
