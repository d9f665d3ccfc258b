using System.Text;
using ConfParsers.Haproxy;
using ConfParsers.Haproxy.Catalog;
using ConfParsers.Text;

namespace ConfParsers.Tests.Haproxy;

/// <summary>What the reader does so that many sections and many lines cost little must not be seen in what it says.</summary>
public sealed class LargeFileTests
{
    [Fact]
    public void A_keyword_is_named_where_an_enabled_section_first_uses_it()
    {
        const string Text = """
            defaults
                timeout client 1s
            frontend first
                disabled
                bind :1
                http-request silent-drop
            frontend second
                bind :2
                http-request set-tos 1
                http-request silent-drop
            defaults
                timeout client 2s
                log-tag x
            frontend third
                bind :3
                http-request silent-drop
                log-tag y

            """;
        var result = HaproxyConfig.Parse(Text, options: new LoadOptions { Carries = id => id.Name is not ("http-request silent-drop" or "http-request set-tos" or "log-tag") });
        Assert.Equal(["log-tag 13", "http-request set-tos 9", "http-request silent-drop 10"], Notices(result));
    }

    [Fact]
    public void What_a_format_uses_at_the_end_is_named_at_its_own_line()
    {
        const string Text = """
            defaults
                mode http
                timeout client 1s
                timeout connect 1s
                timeout server 1s
            frontend first
                bind :1
                use_backend %[base]
            frontend second
                bind :2
                acl a base x

            """;
        var result = HaproxyConfig.Parse(Text, options: new LoadOptions { Carries = id => id is not { Kind: KeywordKind.Fetch, Name: "base" } });
        Assert.Equal(["base 8"], Notices(result));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(40)]
    public void Servers_of_one_name_are_told_of_however_many_there_are(int count)
    {
        var text = new StringBuilder("defaults\n timeout connect 1s\n timeout server 1s\nbackend b\n");
        for (var i = 0; i < count; i++) text.Append($" server s{i} 127.0.0.1:80\n");
        text.Append(" server s1 127.0.0.1:80\n server s1 127.0.0.1:80\n");
        var result = HaproxyConfig.Parse(text.ToString());
        Assert.Equal(2, result.Diagnostics.Items.Count(d => d.Text == "backend 'b', another server named 's1' was already defined at line 6, please use distinct names."));
    }

    private static string[] Notices(LoadResult result) => [.. result.Diagnostics.Items.Where(d => d.Kind == DiagnosticKind.Unsupported).Select(d => $"{d.Text.Split('\'')[1]} {d.Place!.Value.Line}")];
}
