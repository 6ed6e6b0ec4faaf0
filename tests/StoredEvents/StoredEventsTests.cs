using System.Text;
using GridActors.Journal;
using GridActors.Tests.Habits;

namespace GridActors.Tests.StoredEvents;

/// <summary>One stored sample of every event name and version that was ever written: each must load for ever, and be written again as it was.</summary>
public sealed class StoredEventsTests
{
    private const string Folder = "tests/StoredEvents";

    public static TheoryData<string, int> Names => new(EventCodec.StoredNames.Select(stored => (stored.Name, stored.Version)));

    [Theory, MemberData(nameof(Names))]
    public void A_stored_event_loads_and_is_written_again_byte_for_byte(string name, int version)
    {
        var path = Path.Combine(Repository.Root, Folder, $"{name}.v{version}.json");
        Assert.True(File.Exists(path), $"{name} version {version} has no stored sample");
        var stored = File.ReadAllText(path, Encoding.UTF8).TrimEnd('\n');
        var encoded = EventCodec.Encode(EventCodec.Decode(name, version, stored));
        Assert.Equal((name, stored), (encoded.Name, encoded.Payload)); // an old version has its upcast's name, and its own test
    }

    [Fact]
    public void Every_sample_belongs_to_a_name_this_build_reads()
    {
        var known = EventCodec.StoredNames.Select(stored => $"{stored.Name}.v{stored.Version}.json").ToHashSet();
        Assert.All(Repository.Files(Folder, ".json"), file => Assert.Contains(Path.GetFileName(file.Path), known));
    }

    [Fact]
    public void What_must_be_there_is_missed() =>
        Assert.ThrowsAny<System.Text.Json.JsonException>(() => EventCodec.Decode("dispute-noted", 1, """{"by":{"role":"operator"},"at":"2031-05-06T04:00:00.000000Z"}"""));

    [Fact]
    public void A_name_of_a_newer_build_is_said_aloud() => Assert.Throws<UnknownEventException>(() => EventCodec.Decode("dispute-teleported", 1, "{}"));
}
