using GridActors.OpsWeb.Hosting;
using GridActors.Silo.Folder;

if (OpsWebOptions.Parse(args) is not { } options) return 1;
if (OpsWebOptions.RefusalOf(options.Urls) is { } refusal) return Refused(refusal);
try
{
    await using var app = OpsWeb.Build(options);
    await app.RunAsync();
    return 0;
}
catch (FolderRefusedException folder)
{
    return Refused(folder.Message);
}

static int Refused(string why)
{
    Console.Error.WriteLine(why);
    return 1;
}
