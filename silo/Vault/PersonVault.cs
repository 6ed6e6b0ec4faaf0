using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using GridActors.Journal;
using GridActors.Silo.Journal;

namespace GridActors.Silo.Vault;

/// <summary>A responder's name and phone on their way into the vault. Printed by accident it tells nothing.</summary>
public sealed record NamedPerson(string Responder, string Name, string Phone)
{
    public override string ToString() => Responder;
}

/// <summary>
/// Names and phones of responders, each person under a key of their own, so that one can be erased alone. The subject they are kept under depends on name and phone:
/// importing the same again writes nothing, and a changed name is another subject, which only the next adopted roster points to.
/// </summary>
public sealed class PersonVault(IVault vault, IVaultTable table, IRealmSecrets secrets, ErasureLog erasures)
{
    /// <summary>People in one transaction, which is never that of a live batch.</summary>
    public const int ChunkPeopleMax = 500;

    /// <summary>The vault field of a packed person.</summary>
    public const string Field = "person";

    private static readonly PersonTextJson Json = new(new(PersonTextJson.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    /// <summary>The subjects of these people, in their order; null for one who was erased and stays so.</summary>
    public IReadOnlyList<string?> SubjectsOf(string instance, IEnumerable<NamedPerson> people)
    {
        var keys = secrets.KeysOf(instance);
        return [.. people.Select(person => keys.PersonId(person.Responder, person.Name, person.Phone)).Select(id => erasures.IsCaseErased(instance, id) ? null : id)];
    }

    /// <summary>Keeps them, durable when it returns; answers as <see cref="SubjectsOf"/>.</summary>
    public async Task<IReadOnlyList<string?>> Keep(string instance, IReadOnlyList<NamedPerson> people)
    {
        var (keys, subjects) = (secrets.KeysOf(instance), SubjectsOf(instance, people));
        for (var first = 0; first < people.Count; first += ChunkPeopleMax)
        {
            var (rows, wrapped) = (new Dictionary<string, VaultRow>(), new List<CaseKey>());
            for (var i = first; i < Math.Min(people.Count, first + ChunkPeopleMax); i++)
            {
                if (subjects[i] is not { } subject || rows.ContainsKey(subject) || await table.ReadKey(instance, subject) is not null) continue;
                using var seal = vault.NewCase(instance, subject);
                rows.Add(subject, seal.Row(keys.PersonRowId(subject), Field, JsonSerializer.SerializeToUtf8Bytes(new(people[i].Name, people[i].Phone), Json.PersonText)));
                wrapped.Add(seal.Key);
            }
            if (wrapped.Count > 0) await table.WriteRoster(instance, [.. rows.Values], wrapped);
        }
        return subjects;
    }

    /// <summary>Name and phone; null for an erased or unknown subject. Who shows them to somebody writes that down first (<see cref="IVault.Reveal"/>).</summary>
    public async Task<PersonText?> Open(string instance, string subject) =>
        await vault.Open(instance, subject, [Field]) is [var row, ..] ? JsonSerializer.Deserialize(row.Text, Json.PersonText) : null;
}

/// <summary>A person as the vault keeps them.</summary>
public sealed record PersonText(string Name, string Phone);

[JsonSerializable(typeof(PersonText))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
internal sealed partial class PersonTextJson : JsonSerializerContext;
