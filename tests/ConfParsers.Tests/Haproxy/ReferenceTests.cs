using ConfParsers.Haproxy;
using ConfParsers.Haproxy.Expressions;
using ConfParsers.Haproxy.Features;
using ConfParsers.Text;

namespace ConfParsers.Tests.Haproxy;

/// <summary>What one line names is the very thing that another declares, wherever in the file it stands.</summary>
public sealed class ReferenceTests
{
    private static readonly HaproxyModel Model = Load("""
        global
            log ring@lines local0
            httpclient.resolvers.id dns
        userlist people
            group staff users ann
            user ann insecure-password x
            user bob insecure-password y groups staff
        peers near
            peer here 127.0.0.1:10000
            table shared type ip size 1k
        resolvers dns
            nameserver one 127.0.0.1:53
        mailers post
            mailer one 127.0.0.1:25
        cache small
            total-max-size 4
        ring lines
            size 65536
        http-errors own
            errorfile 503 /503
        fcgi-app php
            docroot /srv
        defaults common
            timeout connect 1s
            timeout client 1s
            timeout server 1s
        frontend web from common
            mode http
            bind 127.0.0.1:8080
            filter spoe engine guard config /spoe
            http-request send-spoe-group guard both
            http-request track-sc0 src table near/shared
            http-request track-sc1 src table app
            http-request cache-use small
            http-request do-resolve(txn.ip,dns) hdr(host)
            http-request deny if { http_auth_group(people) staff }
            http-request deny unless { nbsrv(app) gt 1 }
            http-request return status 503 errorfiles own
            errorfiles own 503
            use_backend app if { src_conn_cnt(near/shared) gt 5 }
            default_backend app
            email-alert mailers post
            email-alert from a@example.org
            email-alert to b@example.org
        backend app from common
            mode http
            stick-table type ip size 1k peers near
            stick on src table app
            use-server one if { srv_is_up(app/two) }
            server one 127.0.0.1:1 track app/two
            server two 127.0.0.1:2 check resolvers dns
        backend scripts from common
            mode http
            use-fcgi-app php
            filter cache small
            filter fcgi-app php
            server one 127.0.0.1:9000 proto fcgi
        backend agents from common
            mode tcp
            server one 127.0.0.1:12345
        """);

    private static ProxyModel Web => Proxy("web");

    private static ProxyModel App => Proxy("app");

    [Fact]
    public void Proxies_and_servers()
    {
        Assert.Same(App, Web.DefaultBackend!.Target);
        Assert.Same(App, Web.UseBackends[0].Backend!.Target);
        Assert.Same(Model.Defaults[0], Web.Defaults!.Target);
        Assert.Equal("common", Web.Defaults.Name);
        Assert.Same(App.Servers[0], App.UseServers[0].Server!.Target);
        Assert.Same(App.Servers[1], App.Servers[0].Tracks!.Target);
        Assert.Equal("app/two", App.Servers[0].Tracks!.Name);
    }

    [Fact]
    public void Stick_tables_and_peers()
    {
        Assert.Same(App.StickTable, App.StickRules[0].Table.Target);
        Assert.Same(Model.Peers[0], App.StickTable!.Peers!.Target);
        var tracks = Web.HttpRequest.Select(rule => rule.Action).OfType<RuleAction.Track>().ToArray();
        Assert.Same(Model.Peers[0].Tables[0], tracks[0].Table!.Target);
        Assert.Same(App.StickTable, tracks[1].Table!.Target);
        Assert.Same(Model.Peers[0], Model.Peers[0].Tables[0].Peers!.Target);
    }

    [Fact]
    public void Sections()
    {
        Assert.Same(Model.Rings[0], Model.Global.Log.Targets[0].Ring!.Target);
        Assert.Same(Model.Resolvers[0], Model.Global.HttpClient.Resolvers!.Target);
        Assert.Same(Model.Resolvers[0], App.Servers[1].Resolvers!.Target);
        Assert.Same(Model.Resolvers[0], Action<RuleAction.Resolve>().Resolvers.Target);
        Assert.Same(Model.Mailers[0], Web.EmailAlert!.Mailers!.Target);
        Assert.Same(Model.Caches[0], Action<RuleAction.UseCache>().Cache.Target);
        Assert.Same(Model.Caches[0], Assert.IsType<StreamFilter.Cache>(Proxy("scripts").Filters[0]).Section.Target);
        Assert.Same(Model.FcgiApps[0], Proxy("scripts").FcgiApp!.Target);
        Assert.Same(Model.FcgiApps[0], Assert.IsType<StreamFilter.FcgiApp>(Proxy("scripts").Filters[1]).Section.Target);
        Assert.Same(Model.HttpErrors[0], Web.ErrorFiles[0].Section.Target);
        Assert.Same(Model.HttpErrors[0], Action<RuleAction.Return>().Reply.ErrorFilesSection!.Target);
    }

    [Fact]
    public void Users_and_groups_know_each_other()
    {
        var people = Model.UserLists[0];
        Assert.Equal(["ann", "bob"], people.Groups[0].Users.Select(user => user.Target!.Name));
        Assert.All(people.Users, user => Assert.Same(people.Groups[0], user.Groups.Single().Target));
        var test = Web.HttpRequest.SelectMany(rule => rule.Condition?.AnyOf ?? []).SelectMany(terms => terms).SelectMany(term => term.Acl.Tests).First(test => test.Groups.Length > 0);
        Assert.Same(people.Groups[0], test.Groups[0].Target);
    }

    [Fact]
    public void Agents_of_spoe()
    {
        var engine = Assert.IsType<StreamFilter.Spoe>(Web.Filters[0]).Engine;
        Assert.Same(Proxy("agents"), engine.Agent.Backend!.Target);
        Assert.Same(engine.Messages.Single(message => message.Name == "seen"), engine.Agent.Messages.Single().Target);
        Assert.Equal(["seen", "told"], engine.Groups.Single().Messages.Select(message => message.Target!.Name));
        Assert.Same(engine.Groups[0], engine.Agent.Groups[0].Target);
        Assert.Same(engine.Groups[0], Action<RuleAction.SendSpoeGroup>().Group.Target);
    }

    [Fact]
    public void Arguments_of_samples()
    {
        var arguments = Web.HttpRequest.Select(rule => rule.Condition).Concat(Web.UseBackends.Select(rule => rule.Condition)).Concat(App.UseServers.Select(rule => rule.Condition))
            .OfType<Condition>().SelectMany(condition => condition.AnyOf).SelectMany(terms => terms).SelectMany(term => term.Acl.Tests).SelectMany(test => test.Sample.Arguments).ToArray();
        Assert.Same(App, arguments.OfType<SampleArgument.Proxy>().Single().Named.Target);
        Assert.Same(Model.Peers[0].Tables[0], arguments.OfType<SampleArgument.Table>().Single().Named.Target);
        Assert.Same(App.Servers[1], arguments.OfType<SampleArgument.Server>().Single().Named.Target);
        Assert.Same(Model.UserLists[0], arguments.OfType<SampleArgument.UserList>().Single().List.Target);
    }

    private static ProxyModel Proxy(string name) => Model.Proxies.Single(proxy => proxy.Name == name);

    private static T Action<T>()
        where T : RuleAction => Web.HttpRequest.Select(rule => rule.Action).OfType<T>().Single();

    private static HaproxyModel Load(string text)
    {
        var files = new InMemoryFiles().Add("haproxy.cfg", text + "\n").Add("/503", "HTTP/1.1 503 Busy\r\n\r\n").Add("/spoe", """
            [guard]
            spoe-agent agent
                messages seen
                groups both
                use-backend agents
                timeout hello 1s
                timeout idle 1s
                timeout processing 1s
            spoe-message seen
                args src
                event on-client-session
            spoe-message told
                args dst
            spoe-group both
                messages seen told

            """);
        var result = HaproxyConfig.Load(["haproxy.cfg"], files, [], new LoadOptions { LocalPeer = "here" });
        Assert.True(result.Model is not null, string.Join('\n', result.Diagnostics.Items.Select(item => item.Text)));
        return result.Model;
    }
}
