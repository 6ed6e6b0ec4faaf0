using System.CommandLine;
using GridActors.Registries;
using GridActors.Silo.Hosting;
using GridActors.Silo.Journal;
using GridActors.Silo.Journal.Postgres;
using GridActors.Silo.People;

var place = new PlaceOptions();
var root = new RootCommand("A district without its web: a silo that keeps the realms of a data folder at work, and the commands on that folder.")
{
    ServeCommand.Create(),
    RegistryCommands.Create(),
    PeopleCommands.Create(),
    JournalCommands.Create(place.Looking, asked => JournalPlaces.Find(place, asked), asked => JournalPlaces.Archives(place, asked)),
    MigrateCommand.Create(),
};
foreach (var command in JournalPlaces.BackupCommands(place)) root.Subcommands.Add(command);
return await root.Parse(args).InvokeAsync();
