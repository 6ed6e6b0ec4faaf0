using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using GridActors.Disputes;
using GridActors.Journal;
using GridActors.Silo.Archive;
using GridActors.Silo.Hosting;

namespace GridActors.Silo.Vault;

/// <summary><c>keys rotate</c>, <c>keys destroy-retired</c> and <c>erase</c>: through the running service, or on the folder when nothing serves it.</summary>
public static class VaultCommands
{
    /// <summary>The commands. <paramref name="open"/> tells the district's place from the common options.</summary>
    public static IEnumerable<Command> Create(Func<ParseResult, ArchivePlace> open, IReadOnlyList<Option> common)
    {
        var keys = new Command("keys", "The key file that wraps every secret and every case's key") { Rotate(open), DestroyRetired(open) };
        var erase = Erase(open);
        foreach (var option in common)
        {
            keys.Options.Add(option);
            erase.Options.Add(option);
        }
        return [keys, erase];
    }

    private static Command Rotate(Func<ParseResult, ArchivePlace> open)
    {
        var rotate = new Command("rotate", "A new generation of keys; everything stored is wrapped by it again, the old ones stay readable");
        rotate.SetAction((asked, cancellation) => BackupCommands.Guarded(asked, async () => TellKeys(asked, await FolderHolder.Do(open(asked), "/api/keys/rotate", null, realms: null, async district =>
        {
            using var rotation = RotationOf(district);
            await rotation.Rotate(cancellation);
            return KeysOf(district);
        }, cancellation))));
        return rotate;
    }

    private static Command DestroyRetired(Func<ParseResult, ArchivePlace> open)
    {
        var older = new Option<string>("--older-than") { Description = "how long a generation must have been retired, in days: 90d", Required = true };
        var destroy = new Command("destroy-retired", "Destroy generations retired long ago: what old backups hold can then never be read") { older };
        destroy.SetAction((asked, cancellation) => BackupCommands.Guarded(asked, async () =>
        {
            var days = DaysOf(asked.GetValue(older)!);
            return TellKeys(asked, await FolderHolder.Do(open(asked), "/api/keys/destroy-retired", new JsonObject { ["olderThanDays"] = days }, realms: null, async district =>
            {
                using var rotation = RotationOf(district);
                await rotation.DestroyRetired(TimeSpan.FromDays(days), cancellation);
                return KeysOf(district);
            }, cancellation));
        }));
        return destroy;
    }

    private static Command Erase(Func<ParseResult, ArchivePlace> open)
    {
        var realm = new Option<string>("--realm") { Description = "the realm of the case", DefaultValueFactory = _ => "live" };
        var caseId = new Option<string>("--case") { Description = "the case's id, 16 characters", Required = true };
        var who = new Option<string>("--who") { Description = "who orders it; kept in the access record", Required = true };
        var purpose = new Option<ErasePurpose>("--purpose") { Description = "why", Required = true, CustomParser = parsed => PurposeOf(parsed.Tokens is [var one] ? one.Value : "", parsed) };
        purpose.CompletionSources.Add([.. Enum.GetValues<ErasePurpose>().Select(CodeOf)]);
        var erase = new Command("erase", "Forget a person: a case's texts, its key and what finds it, for good; what happened stays") { realm, caseId, who, purpose };
        erase.SetAction((asked, cancellation) => BackupCommands.Guarded(asked, async () =>
        {
            var (id, named, why) = (asked.GetValue(caseId)!, asked.GetValue(realm)!, asked.GetValue(purpose));
            if (id.Length != RealmKeys.CaseIdCharacters || !Base32.IsValid(id)) throw new ArgumentException($"'{id}' is no case id");
            var body = new JsonObject { ["desk"] = asked.GetValue(who), ["purpose"] = CodeOf(why) };
            await FolderHolder.Do(open(asked), $"/api/cases/{id}/erase?realm={Uri.EscapeDataString(named)}", body, [named], async district =>
            {
                var instance = district.Journals.Instances.Single();
                if ((await EntriesOf(Partition.Open)).Count + (await EntriesOf(Partition.Sealed)).Count == 0) throw new ArgumentException($"there is no case {id} in {instance}");
                CaseVault vault = new(district.Journals, district.Files.Keys, district.Files.Secrets, district.Files.Erasures);
                await new CaseErasing(vault, district.Journals, district.Journals).Erase(instance, id, asked.GetValue(who)!, why, TimeProvider.System.GetUtcNow());
                return new JsonObject();

                ValueTask<IReadOnlyList<JournalEntry>> EntriesOf(Partition partition) => district.Journals.ReadStream(StreamId.Of(instance, partition, DisputeStream.Kind, id), 0);
            }, cancellation);
            asked.InvocationConfiguration.Output.WriteLine($"{id}: its text is erased. Backups from before still hold it, until they are removed or their generation of keys is destroyed.");
            return 0;
        }));
        return erase;
    }

    private static KeyRotation RotationOf(OpenedDistrict district) => new(district.Files.Keys, district.Files.Control, district.Journals);

    private static JsonObject KeysOf(OpenedDistrict district) =>
        new() { ["current"] = district.Files.Keys.Current, ["generations"] = new JsonArray([.. district.Files.Keys.Generations.Select(number => (JsonNode)number)]) };

    private static int TellKeys(ParseResult asked, JsonNode keys)
    {
        asked.InvocationConfiguration.Output.WriteLine($"generation {keys["current"]} wraps; kept: {string.Join(", ", keys["generations"]!.AsArray())}. Copy the keys' folder to its own backup now.");
        return 0;
    }

    private static int DaysOf(string text) =>
        text.EndsWith('d') && int.TryParse(text.AsSpan(..^1), NumberStyles.None, CultureInfo.InvariantCulture, out var days) && days <= KeyRotation.KeptDaysMax
            ? days
            : throw new ArgumentException($"--older-than takes days, as 90d, up to {KeyRotation.KeptDaysMax}d");

    private static string CodeOf(ErasePurpose purpose) => JsonNamingPolicy.KebabCaseLower.ConvertName(purpose.ToString());

    private static ErasePurpose PurposeOf(string code, System.CommandLine.Parsing.ArgumentResult parsed)
    {
        foreach (var purpose in Enum.GetValues<ErasePurpose>())
            if (CodeOf(purpose) == code) return purpose;
        parsed.AddError($"--purpose is one of {string.Join(", ", Enum.GetValues<ErasePurpose>().Select(CodeOf))}.");
        return default;
    }
}
