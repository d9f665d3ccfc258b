using HAProxy.Net.Checks;
using HAProxy.Net.Runtime;

namespace HAProxy.Net.Tests.Checks;

public class CheckStateTests
{
    private static readonly CheckResult Good = new(CheckStatus.L7Ok, 200, "", 1);
    private static readonly CheckResult Bad = new(CheckStatus.L7Status, 503, "Sorry", 1);

    [Fact]
    public void The_first_failure_after_the_start_takes_the_server_down()
    {
        var state = new CheckState(rise: 2, fall: 3);
        Assert.Equal(ServerHealth.Down, state.Apply(Bad));
        Assert.Equal((0, 1), (state.Health, state.Failed));
    }

    [Fact]
    public void A_server_that_has_passed_needs_fall_failures_to_go_down()
    {
        var state = new CheckState(rise: 2, fall: 3);
        Assert.Null(state.Apply(Good));
        Assert.Equal(4, state.Health);
        Assert.Null(state.Apply(Bad));
        Assert.True(state.InTransition);
        Assert.Null(state.Apply(Bad));
        Assert.Equal(ServerHealth.Down, state.Apply(Bad));
        Assert.Equal(3, state.Failed);
    }

    [Fact]
    public void One_success_in_between_makes_it_whole_again()
    {
        var state = new CheckState(rise: 2, fall: 2);
        state.Apply(Good);
        state.Apply(Bad);
        state.Apply(Good);
        Assert.Equal(state.MaxHealth, state.Health);
    }

    [Fact]
    public void A_server_that_is_down_needs_rise_successes_in_a_row()
    {
        var state = new CheckState(rise: 2, fall: 2);
        state.Apply(Bad);
        Assert.Null(state.Apply(Good));
        Assert.Equal(1, state.Health);
        Assert.Null(state.Apply(Bad));
        Assert.Equal(0, state.Health);
        Assert.Null(state.Apply(Good));
        Assert.Equal(ServerHealth.Up, state.Apply(Good));
        Assert.Equal(3, state.Health);
        Assert.Equal(1, state.Failed);
    }
}
