using GridActors.Following;
using GridActors.Journal;
using GridActors.Places;
using GridActors.Planning;
using GridActors.Rules;
using GridActors.Silo.Journal;
using GridActors.Silo.Vault;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace GridActors.Silo.Realms;

/// <summary>What a play of simulated people runs on.</summary>
public sealed record PlayGround(
    IJournal Journal, IFollowerTable Followers, IStreamDoor Door, IRealmSecrets Secrets, IVault Vault, IRealmPlaces Places, RuleSet Rules, TimeProvider Time,
    ILogger<DemoPlay> Log);

/// <summary>Plays the demo with simulated people; a demo that has grown too large is replaced by its next instance.</summary>
public sealed class DemoPlays(PlayGround ground, IServiceProvider services) : IRealmPlays
{
    /// <summary>Journal rows of a demo instance after which the next one takes over: some two weeks of realm time, about one gigabyte.</summary>
    public const long DemoEntriesMax = 1_500_000;

    public IRealmPlay Of(string instance, RealmClock clock)
    {
        var keys = ground.Secrets.KeysOf(instance);
        var plan = new AgendaPlan(Seed: (int)(keys.Draw("invented-people", "realm", 0, 0) * int.MaxValue));
        return new DemoPlay(instance, clock, plan, ground, DemoEntriesMax, NextInstance);
    }

    // from outside the play's own loop, which the change of instances ends
    private void NextInstance() => _ = Task.Run(async () =>
    {
        try
        {
            await services.GetRequiredService<IRealms>().WipeDemo();
        }
        catch (Exception failure)
        {
            ground.Log.LogError(failure, "the full demo could not be replaced by its next instance");
        }
    });
}
