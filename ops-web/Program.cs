using GridActors.OpsWeb.Hosting;
using GridActors.Silo.Folder;
using GridActors.Silo.Journal;
using GridActors.Silo.Vault;

try
{
    if (OpsWebOptions.Parse(args, out var exit) is not { } options) return exit;
    if (OpsWebOptions.RefusalOf(options.Urls) is { } refusal) return Refused(refusal);
    await options.District.Store.Prepare(TimeProvider.System);
    await using var app = OpsWeb.Build(options);
    app.Services.GetRequiredService<ServedFolder>(); // a folder that cannot be served is told before anything starts
    if (OpsWebOptions.RefusalOf(app.Configuration) is { } configured) return Refused(configured);
    await app.RunAsync();
    return 0;
}
catch (Exception folder) when (folder is FolderRefusedException or JournalDamagedException)
{
    return Refused(folder.Message);
}

static int Refused(string why)
{
    Console.Error.WriteLine(why);
    return 1;
}
