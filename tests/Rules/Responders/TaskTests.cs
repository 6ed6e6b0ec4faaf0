using GridActors.Responders;
using static GridActors.Tests.Disputes.CaseStory;

namespace GridActors.Tests.Responders;

public sealed class TaskTests
{
    private static readonly TaskGiven Given_ = new("A") { At = Noon };

    private static Scenario<ResponderTasks, ResponderCommand, ResponderEvent, ResponderRefusal> Given(params ResponderEvent[] history) =>
        new(ResponderTasks.None, ResponderTasks.Evolve, ResponderTasks.Decide, [.. history]);

    [Fact]
    public void A_worker_is_given_a_task_once() =>
        Given().When(new GiveTask("A") { At = Noon }).Then(Given_).When(new GiveTask("A") { At = After(1) }).ThenNothing();

    [Fact]
    public void A_task_is_withdrawn_once() =>
        Given(Given_).When(new WithdrawTask("A") { At = After(5) }).Then(new TaskWithdrawn("A") { At = After(5) }).When(new WithdrawTask("A") { At = After(6) }).ThenNothing();

    [Fact]
    public void A_task_nobody_gave_is_not_withdrawn() => Given().When(new WithdrawTask("A") { At = Noon }).ThenNothing();
}
