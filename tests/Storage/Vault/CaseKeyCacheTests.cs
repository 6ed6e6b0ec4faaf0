using GridActors.Journal;
using GridActors.Silo.Vault;

namespace GridActors.Tests.Storage.Vault;

public sealed class CaseKeyCacheTests
{
    private static CaseKeyCache.Kept KeyOf(string caseId) => new("live", new CaseKey(caseId, [], 1), [1]);

    [Fact]
    public void It_holds_no_more_than_its_limit_and_forgets_the_longest_unused()
    {
        CaseKeyCache cache = new(keysMax: 2);
        cache.Keep(KeyOf("A"));
        cache.Keep(KeyOf("B"));
        Assert.NotNull(cache.Find("live", "A"));
        cache.Keep(KeyOf("C"));
        Assert.Equal(2, cache.Count);
        Assert.Null(cache.Find("live", "B"));
        Assert.NotNull(cache.Find("live", "A"));
        Assert.Null(cache.Find("demo-0001", "A"));
    }

    [Fact]
    public void Keeping_again_replaces_and_forgetting_forgets()
    {
        CaseKeyCache cache = new(keysMax: 2);
        cache.Keep(KeyOf("A"));
        cache.Keep(KeyOf("A"));
        Assert.Equal(1, cache.Count);
        cache.Forget("live", "A");
        cache.Forget("live", "A");
        Assert.Equal(0, cache.Count);
    }
}
