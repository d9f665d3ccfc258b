using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using ConfParsers.Haproxy;
using ConfParsers.Haproxy.Dump;

namespace ConfParsers.Tests.Haproxy.Tools;

/// <summary>Every model can be written, and no form of a choice is forgotten.</summary>
public sealed class DumpTests
{
    [Fact]
    public void Every_valid_case_is_written_as_json()
    {
        var written = 0;
        foreach (var name in ConfigCase.Names())
        {
            var model = ConfigCase.Read(name).Load(new LoadOptions()).Model;
            if (model is null) continue;
            using var json = JsonDocument.Parse(ModelJson.Render(model));
            Assert.Equal(model.Proxies.Length, json.RootElement.GetProperty("proxies").GetArrayLength());
            written++;
        }

        Assert.True(written > 20);
    }

    [Fact]
    public void Every_form_of_a_choice_has_its_name()
    {
        var types = typeof(HaproxyModel).Assembly.GetTypes().Where(type => type is { IsAbstract: true, IsSealed: false } && type.GetCustomAttribute<JsonPolymorphicAttribute>() is not null).ToArray();
        Assert.NotEmpty(types);
        foreach (var choice in types)
        {
            var named = choice.GetCustomAttributes<JsonDerivedTypeAttribute>().Select(attribute => attribute.DerivedType).ToHashSet();
            Assert.All(choice.Assembly.GetTypes().Where(type => type.BaseType == choice), form => Assert.Contains(form, named));
        }
    }
}
