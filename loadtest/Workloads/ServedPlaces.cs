using System.Collections.Immutable;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;

namespace GridActors.LoadTest.Workloads;

/// <summary>The places of a running service, as its clients see them.</summary>
public static class ServedPlaces
{
    /// <summary>The codes of all buildings of the realm, in registry order.</summary>
    public static async Task<ImmutableArray<string>> Buildings(Uri service, string realm, CancellationToken cancel)
    {
        using var http = new HttpClient { BaseAddress = service };
        var places = await http.GetFromJsonAsync<JsonElement>(new Uri($"/api/places?realm={Uri.EscapeDataString(realm)}", UriKind.Relative), cancel);
        var hash = places.GetProperty("hash").GetString();
        var cells = await http.GetFromJsonAsync<JsonElement>(new Uri($"/api/places/{hash}/cells.json", UriKind.Relative), cancel);
        var buildings = await http.GetFromJsonAsync<JsonElement>(new Uri($"/api/places/{hash}/buildings.json", UriKind.Relative), cancel);
        return Codes(cells, buildings);
    }

    /// <summary>A building's code is its cell's code and its four-digit number in the cell, from 1.</summary>
    internal static ImmutableArray<string> Codes(JsonElement cells, JsonElement buildings)
    {
        var codes = cells.GetProperty("features").EnumerateArray()
            .ToDictionary(cell => cell.GetProperty("id").GetInt32(), cell => cell.GetProperty("properties").GetProperty("code").GetString()!);
        return [.. buildings.GetProperty("runs").EnumerateArray().SelectMany(run =>
            Enumerable.Range(1, run[1].GetInt32()).Select(number => string.Create(CultureInfo.InvariantCulture, $"{codes[run[0].GetInt32()]}-{number:0000}")))];
    }
}
