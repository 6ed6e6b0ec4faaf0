using System.CommandLine;
using System.Net;
using System.Text.Json.Nodes;
using GridActors.Silo.Archive;
using GridActors.Silo.Folder;
using GridActors.Silo.Vault;
using GridActors.Tests.Storage.Postgres;

namespace GridActors.Tests.Web;

/// <summary>The key file is rotated, by the running service and without it.</summary>
public sealed class KeysTests
{
    private const string Text = "water in the cellar";

    [Fact]
    public async Task A_command_rotates_the_keys_through_the_service_that_holds_the_folder_and_by_itself_when_nobody_does()
    {
        string data, caseId;
        await using (var served = await ServedDistrict.Start())
        {
            data = served.Data;
            caseId = (string)(await served.Post("/api/reports", served.Report(text: Text), "keys-83kd92ms0qwx1z9")).Json["caseId"]!;
            FolderLockAnnounce(served);
            Assert.Equal((0, "generation 2 wraps; kept: 1, 2. Copy the keys' folder to its own backup now."), await Run(data, "keys", "rotate"));
            Assert.Equal(Text, await TextOf(served, caseId));
            await served.Reported("keys-after-83kd92ms0qwx", building: 3);
        }
        Assert.Equal((0, "generation 3 wraps; kept: 1, 2, 3. Copy the keys' folder to its own backup now."), await Run(data, "keys", "rotate"));
        Assert.Equal((0, "generation 3 wraps; kept: 1, 2, 3. Copy the keys' folder to its own backup now."), await Run(data, "keys", "destroy-retired", "--older-than", "90d"));
        Assert.Equal((0, "generation 3 wraps; kept: 3. Copy the keys' folder to its own backup now."), await Run(data, "keys", "destroy-retired", "--older-than", "0d"));

        await using (var served = await ServedDistrict.Start(data))
        {
            Assert.Equal(Text, await TextOf(served, caseId));
            FolderLockAnnounce(served);
            var (exit, said) = await Run(data, "erase", "--case", caseId, "--who", "registrar", "--purpose", "persons-request");
            Assert.True(exit == 0 && said.StartsWith(caseId, StringComparison.Ordinal), said);
            Assert.Empty(await served.Get<IVault>().Open("live", caseId));
        }
        Assert.NotEqual(0, (await Run(data, "erase", "--case", "AAAAAAAAAAAAAAAA", "--who", "registrar", "--purpose", "mistake")).Exit);
        Assert.Equal(0, (await Run(data, "erase", "--case", caseId, "--who", "registrar", "--purpose", "mistake")).Exit);
        Directory.Delete(data, recursive: true);
        await DistrictStores.Remove(data);
    }

    [Fact]
    public async Task Nonsense_is_refused()
    {
        await using var served = await ServedDistrict.Start();
        (await served.Post("/api/keys/destroy-retired", new JsonObject { ["olderThanDays"] = -1 })).IsProblem(HttpStatusCode.BadRequest, "malformed", "/olderThanDays");
        Assert.Equal(2, (await Run(served.Data, "keys", "destroy-retired", "--older-than", "soon")).Exit);
        served.Remove();
    }

    /// <summary>A service on a port of the system's choice has told the folder's owner file only what it was asked for.</summary>
    private static void FolderLockAnnounce(ServedDistrict served) => served.Get<ServedFolder>().Lock.Announce(served.Address.GetLeftPart(UriPartial.Authority));

    private static async Task<string> TextOf(ServedDistrict served, string caseId) => (string)(await served.Post(
        $"/api/cases/{caseId}/reveal", JsonNode.Parse("""{"fields":["text"],"purpose":"contact","desk":"d"}""")!)).Json["text"]!;

    private static async Task<(int Exit, string Said)> Run(string data, params string[] arguments)
    {
        var store = await DistrictStores.Of(data);
        RootCommand root = [];
        foreach (var command in VaultCommands.Create(_ => new ArchivePlace(DataFolder.Resolve(data), store), [])) root.Subcommands.Add(command);
        using var said = new StringWriter();
        var exit = await root.Parse(arguments).InvokeAsync(new() { Output = said, Error = said }, TestContext.Current.CancellationToken);
        return (exit, said.ToString().Trim());
    }
}
