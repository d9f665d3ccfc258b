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
    [InlineData(" acl b pth_beg /x\n", "did you mean 'path_beg'?")]
    [InlineData(" acl b path -m begg /x\n", "did you mean 'beg'?")]
    [InlineData(" timeout clint 5s\n", "did you mean 'client'?")]
    [InlineData(" log 127.0.0.1 locl0\n", "did you mean 'local0'?")]
    [InlineData(" filter cach x\n", "did you mean 'cache'?")]
    [InlineData(" mode htp\n", "did you mean 'http'?")]
    [InlineData(" redirect schme https\n", "did you mean 'scheme'?")]
    [InlineData("backend c\n balance rondrobin\n", "did you mean 'roundrobin'?")]
    [InlineData("backend c\n option httpchk\n http-check expect statsu 200\n", "did you mean 'status'?")]
    [InlineData("backend c\n server s 127.0.0.1:1 on-error mark-dwn\n", "did you mean 'mark-down'?")]
    [InlineData("backend c\n stick on src table webserver\nbackend webserves\n stick-table type ip size 1k\n", "did you mean 'webserves'?")]
    [InlineData("defaults timeouts\n timeout connect 1s\nbackend c from timeout\n", "did you mean 'timeouts'?")]
    [InlineData("ring events\n size 65536\nfcgi-app php\n docroot /x\n log-stderr ring@evnts local0\n", "did you mean 'events'?")]
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
