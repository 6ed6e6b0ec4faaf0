using System.CommandLine;
using GridActors.OpsWeb.Board;
using GridActors.OpsWeb.Http;
using GridActors.Silo.Folder;
using GridActors.Silo.Hosting;

namespace GridActors.OpsWeb.Hosting;

/// <summary>What the service was started with.</summary>
internal sealed record OpsWebOptions(DistrictOptions District, string[] Urls)
{
    private const string DefaultUrl = "http://127.0.0.1:5080";
    private const string NeedToKnow = "need-to-know";

    public BoardScope Scope => District.NeedToKnowDesk ? BoardScope.NeedToKnow : BoardScope.Open;

    /// <summary>Reads the command line; null when it asked for help or cannot be read: that was said already, and <paramref name="exit"/> tells which.</summary>
    /// <exception cref="FolderRefusedException">The district's place is not told, or told in two ways.</exception>
    public static OpsWebOptions? Parse(string[] args, out int exit)
    {
        var urls = new Option<string>("--urls") { Description = "where to listen; loopback only until there are accounts", DefaultValueFactory = _ => DefaultUrl };
        var place = new PlaceOptions();
        var demo = new Option<string>("--demo") { Description = "whether invented people play a demo realm", DefaultValueFactory = _ => "on" };
        demo.AcceptOnlyFromAmong("on", "off", "quiet");
        var cluster = new Option<bool>("--cluster") { Description = "join the silos of a PostgreSQL district as a web node, instead of having grains of its own" };
        var desk = new Option<string?>("--desk") { Description = "opens the desk that sees sealed cases, on this machine only" };
        desk.AcceptOnlyFromAmong(NeedToKnow);
        var buildings = new Option<int>("--buildings") { Description = "buildings of the synthetic district", DefaultValueFactory = _ => GridActors.Places.SyntheticDistrict.Buildings };
        var seed = new Option<int>("--seed") { Description = "seed of the synthetic district and the demo", DefaultValueFactory = _ => 1 };
        var rate = new Option<double>("--demo-rate") { Description = "realm seconds per real second in a new demo", DefaultValueFactory = _ => 10 };
        var root = new RootCommand("GridActors: a district's service and its live board") { urls, demo, cluster, desk, buildings, seed, rate };
        foreach (var option in place.All) root.Options.Add(option);
        var parsed = root.Parse(args);
        if (parsed.Action is not null || parsed.Errors.Count > 0)
        {
            exit = parsed.Invoke();
            return null;
        }
        exit = 0;
        var addresses = parsed.GetValue(urls)!.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var store = place.StoreOf(parsed);
        var joins = parsed.GetValue(cluster);
        return new(new DistrictOptions
        {
            Folder = place.FolderOf(parsed),
            Store = joins ? SeatOptions.Shared(store) : store,
            Seat = joins ? SeatOptions.WebNode(store) : null,
            Url = addresses.FirstOrDefault() ?? DefaultUrl,
            Demo = Enum.Parse<DemoMode>(parsed.GetValue(demo)!, ignoreCase: true),
            Buildings = parsed.GetValue(buildings),
            Seed = parsed.GetValue(seed),
            DemoRate = parsed.GetValue(rate),
            NeedToKnowDesk = parsed.GetValue(desk) is not null,
        }, addresses);
    }

    /// <summary>Why the addresses must not be served, with advice; null when all is well.</summary>
    public static string? RefusalOf(IEnumerable<string> addresses)
    {
        foreach (var address in addresses)
        {
            var host = Uri.TryCreate(address.Replace("*", "any.invalid", StringComparison.Ordinal).Replace("+", "any.invalid", StringComparison.Ordinal), UriKind.Absolute, out var url) ? url.Host : "";
            if (!Boundary.IsLoopbackName(host))
                return $"{address} can be reached from other machines, and there are no accounts yet: anybody could read and change cases. "
                    + $"Listen on this machine only (--urls {DefaultUrl}), and let others in through a tunnel that asks who they are.";
        }
        return null;
    }

    /// <summary>Why the configuration must not be served: it would listen somewhere that was not looked at. Null when all is well.</summary>
    public static string? RefusalOf(IConfiguration configuration) => configuration.GetSection("Kestrel:Endpoints").Exists()
        ? "Kestrel:Endpoints is configured (in the environment or a settings file) and would listen beside --urls. Take it out and use --urls."
        : null;
}
