using ConfParsers.Haproxy;

namespace ConfParsers.Tests.Haproxy;

/// <summary>Did you mean, for names of every kind; where a name was declared first.</summary>
public sealed class HintTests
{
    private const string Frame = "defaults\n mode http\n timeout connect 1s\n timeout client 1s\n timeout server 1s\nbackend webservers\n server alpha 127.0.0.1:1\nfrontend f\n bind :80\n acl is_admin path /a\n";

    [Theory]
    [InlineData(" default_backend webserver\n", "did you mean 'webservers'?")]
    [InlineData(" use_backend web_servers if TRUE\n", "did you mean 'webservers'?")]
    [InlineData(" http-request deny if is_admn\n", "did you mean 'is_admin'?")]
    [InlineData(" http-request set-heder A b\n", "did you mean 'set-header'?")]
    [InlineData(" http-request set-header A %[srcc]\n", "did you mean 'src'?")]
    [InlineData(" http-request set-header A %[src,ipmsk(24)]\n", "did you mean 'ipmask'?")]
    [InlineData(" http-request deny if { nbsrv(webserver) 0 }\n", "did you mean 'webservers'?")]
    [InlineData(" timout client 5s\n", "did you mean 'timeout'?")]
    public void An_unknown_name_has_the_nearest_as_hint(string line, string hint) =>
        Assert.Contains(hint, HaproxyConfig.Parse(Frame + line).Diagnostics.Items.Select(finding => finding.Hint));

    [Fact]
    public void A_name_nothing_is_like_has_no_hint() =>
        Assert.All(HaproxyConfig.Parse(Frame + " default_backend qqqqqqqqqqqqqq\n").Diagnostics.Items, finding => Assert.Null(finding.Hint));

    [Fact]
    public void A_duplicate_shows_where_the_first_was_declared()
    {
        var finding = Assert.Single(HaproxyConfig.Parse(Frame + "backend webservers\n").Diagnostics.Items, finding => finding.Related is not null);
        Assert.Equal(6, finding.Related!.Value.Place.Line);
    }
}
