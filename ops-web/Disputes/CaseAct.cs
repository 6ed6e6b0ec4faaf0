using GridActors.Disputes;
using GridActors.Journal;
using GridActors.OpsWeb.Http;
using GridActors.Places;
using GridActors.Silo.Vault;

namespace GridActors.OpsWeb.Disputes;

/// <summary>One person's command on its way to its case: who gives it, and the texts that go to the vault with it.</summary>
internal sealed class CaseAct(SeenCase seen, CommandId id, RealmKeys keys, IVault vault, IRealmPlaces places)
{
    /// <summary>The vault field of a desk's name.</summary>
    public const string DeskField = "desk";

    /// <summary>The vault field of what people write into the file.</summary>
    public const string NoteField = "note";

    /// <summary>The vault field of a picture: a JPEG in base64.</summary>
    public const string PhotoField = "photo";

    private readonly List<VaultRow> rows = [];

    public SeenCase Seen => seen;

    public CommandId Id => id;

    public IRealmPlaces Places => places;

    public Actor By { get; private set; } = new(Actor.Operator);

    public VaultWrites Writes => new([.. rows], [], []);

    public async ValueTask SignAs(string desk) =>
        By = new(Actor.Operator, Desk: await Keep(DeskField, PlainText.Checked(desk, "/desk", PlainText.DeskMax)));

    /// <summary>Somebody in the field acts; they sign with their own id.</summary>
    public void SignAs(Actor by) => By = by;

    /// <summary>Puts a picture into the case's vault with this command and answers its row's id.</summary>
    public ValueTask<string> Picture(byte[] jpeg) => Keep(PhotoField, Convert.ToBase64String(jpeg));

    /// <summary>Puts a text into the case's vault with this command and answers its row's id.</summary>
    public async ValueTask<string> Text(string field, string text, string jsonField) =>
        await Keep(field, PlainText.Checked(text, jsonField, PlainText.TextMax, lines: true));

    private async ValueTask<string> Keep(string field, string text)
    {
        var row = keys.VaultRowId(id, rows.Count);
        rows.Add(await vault.Seal(seen.Stream.Instance, seen.Stream.Id, row, field, text));
        return row;
    }
}
