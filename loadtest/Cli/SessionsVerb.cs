using System.CommandLine;
using GridActors.LoadTest.Sessions;
using Microsoft.Extensions.Hosting;

namespace GridActors.LoadTest.Cli;

/// <summary><c>hold-sessions</c>: what <c>bench sessions</c> starts several of; hidden, and on loopback by default.</summary>
internal static class SessionsVerb
{
    public const string Name = "hold-sessions";

    public static Command Command()
    {
        var urls = new Option<string>("--urls") { DefaultValueFactory = static _ => "http://127.0.0.1:5098" };
        var target = new Option<string>("--target") { Required = true };
        var subjects = new Option<string[]>("--subject") { Required = true, AllowMultipleArgumentsPerToken = true };
        var phones = new Option<bool>("--phones");
        Option<string> realm = CommonOptions.Realm();
        var command = new Command(Name, "Hold live sessions against a service") { urls, target, subjects, phones, realm };
        command.Hidden = true;
        command.SetAction((parsed, cancel) => ((IHost)SessionHolder.Build(
            parsed.GetRequiredValue(urls), new(parsed.GetRequiredValue(target)), parsed.GetRequiredValue(realm), [.. parsed.GetRequiredValue(subjects)], parsed.GetValue(phones))).RunAsync(cancel));
        return command;
    }
}
