using System.Text.Json.Serialization;
using ConfParsers.Haproxy.Catalog;
using ConfParsers.Text;
using ConfParsers.Text.Reports;

namespace ConfParsers.Haproxy.Sections;

/// <summary><c>userlist</c>: names and passwords of HTTP authentication (configuration.txt 3.4).</summary>
public sealed record UserList(string Name, User[] Users, Group[] Groups, Span Place) : INamed;

/// <summary>One who may log in (configuration.txt 3.4 "user").</summary>
/// <param name="Password">As crypt(3) hashes it, or as it is; null: the user cannot log in.</param>
/// <param name="IsPlain"><c>insecure-password</c>.</param>
/// <param name="Groups">Groups that the user's or the groups' lines name.</param>
public sealed record User(string Name, [property: JsonConverter(typeof(SecretConverter))] string? Password, bool IsPlain, Reference<Group>[] Groups, Span Place) : INamed;

/// <summary>Users of whom rules speak as one, by <c>http_auth_group</c> (configuration.txt 3.4 "group").</summary>
/// <param name="Users">Users that the group's or the users' lines name.</param>
public sealed record Group(string Name, Reference<User>[] Users, Span Place) : INamed;

/// <summary>A userlist while it is read.</summary>
internal sealed class UserListBuilder(ConfigContext context, string name, Span place)
{
    public string Name { get; } = name;

    /// <summary>No list was opened yet: what its lines say is not looked at.</summary>
    public bool IsAbsent { get; init; }

    public Span Place { get; } = place;

    public List<User> Users { get; } = [];

    public List<Group> Groups { get; } = [];

    /// <summary>What is named and not there, in HAProxy's words; it begins with the last line and tells one only.</summary>
    public string? Fault()
    {
        foreach (var user in Enumerable.Reverse(Users))
        {
            var missing = Array.Find(user.Groups, g => !Groups.Exists(group => group.Name == g.Name));
            if (missing is not null) return $"userlist '{Name}': no such group '{missing}' specified in user '{user.Name}'";
        }

        foreach (var group in Enumerable.Reverse(Groups))
        {
            var missing = Array.Find(group.Users, u => !Users.Exists(user => user.Name == u.Name));
            if (missing is not null) return $"userlist '{Name}': no such user '{missing}' specified in group '{group.Name}'";
        }

        return null;
    }

    /// <summary>Either line of a user and a group can say that they belong together.</summary>
    public UserList Build() => new(Name,
        [.. Users.Select(u => u with { Groups = [.. u.Groups.Concat(Groups.Where(g => g.Users.Contains(ToUser(u.Name))).Select(g => ToGroup(g.Name))).Distinct()] })],
        [.. Groups.Select(g => g with { Users = [.. g.Users.Concat(Users.Where(u => u.Groups.Contains(ToGroup(g.Name))).Select(u => ToUser(u.Name))).Distinct()] })], Place);

    public Reference<User> ToUser(string user) => context.Names.User(Name, user);

    public Reference<Group> ToGroup(string group) => context.Names.Group(Name, group);
}

/// <summary>The section <c>userlist</c>.</summary>
internal static class UserListKeywords
{
    public static readonly SectionKeyword<UserListBuilder> Section = new("userlist", "<listname>", Enter,
    [
        new("group", "<groupname> [users <user>,<user>,(...)]", Group) { Manual = "3.4" },
        new("user", "<username> [password|insecure-password <password>] [groups <group>,<group>,(...)]", User) { Manual = "3.4" },
    ])
    {
        Manual = "3.4",
        Unknown = (words, _) => words.Alert(DiagnosticKind.UnknownKeyword, $"unknown keyword '{words.Keyword}' in 'users' section", PlaceForm.ParsingTight, at: words[0]),
    };

    private static UserListBuilder Enter(Words head, ConfigContext context)
    {
        var section = new UserListBuilder(context, head[1].Text, head.Line);
        // The lines behind a head that is refused belong to the list before it.
        var before = context.Sections.UserLists.LastOrDefault() ?? new UserListBuilder(context, section.Name, section.Place) { IsAbsent = true };
        if (!SectionHeads.NothingBehind(head)) return before;
        if (head[1].IsEmpty)
        {
            head.Alert(DiagnosticKind.MissingArgument, "'userlist' expects <name> as arguments.", PlaceForm.ParsingTight, at: head[0]);
            return before;
        }

        if (!SectionHeads.ValidName(head, PlaceForm.ParsingTight)) return before;
        if (context.Sections.UserLists.Exists(u => u.Name == section.Name))
        {
            head.Warning(DiagnosticKind.Duplicate, $"ignoring duplicated userlist '{section.Name}'.", PlaceForm.ParsingTight, at: head[1]);
            return before;
        }

        context.Sections.UserLists.Add(section);
        return section;
    }

    private static void Group(Words words, UserListBuilder list)
    {
        if (!words.HasMore)
        {
            words.Alert(DiagnosticKind.MissingArgument, "'group' expects <name> as arguments.", PlaceForm.ParsingTight);
            return;
        }

        if (!SectionHeads.ValidName(words, PlaceForm.ParsingTight) || list.IsAbsent) return;
        var name = words.Next().Text;
        if (list.Groups.Exists(g => g.Name == name))
        {
            words.Warning(DiagnosticKind.Duplicate, $"ignoring duplicated group '{name}' in userlist '{list.Name}'.", PlaceForm.ParsingTight, at: words.Last);
            return;
        }

        Reference<User>[] users = [];
        while (words.HasMore)
        {
            if (!words.Take("users"))
            {
                words.Alert(DiagnosticKind.BadValue, "'group' only supports 'users' option.", PlaceForm.ParsingTight);
                return;
            }

            users = [.. Names(words.Next().Text).Select(list.ToUser)];
        }

        list.Groups.Add(new Group(name, users, words.Line));
    }

    private static void User(Words words, UserListBuilder list)
    {
        if (!words.HasMore)
        {
            words.Alert(DiagnosticKind.MissingArgument, "'user' expects <name> as arguments.", PlaceForm.ParsingTight);
            return;
        }

        if (list.IsAbsent) return;
        var user = new User(words.Next().Text, null, IsPlain: false, [], words.Line);
        if (list.Users.Exists(u => u.Name == user.Name))
        {
            words.Warning(DiagnosticKind.Duplicate, $"ignoring duplicated user '{user.Name}' in userlist '{list.Name}'.", PlaceForm.ParsingTight, at: words.Last);
            return;
        }

        while (words.HasMore)
        {
            var option = words.Next();
            switch (option.Text)
            {
                case "password" or "insecure-password":
                    user = user with { Password = words.Next().Text, IsPlain = option.Text == "insecure-password" };
                    break;
                case "groups":
                    user = user with { Groups = [.. Names(words.Next().Text).Select(list.ToGroup)] };
                    break;
                default:
                    words.Alert(DiagnosticKind.BadValue, "'user' only supports 'password', 'insecure-password' and 'groups' options.", PlaceForm.ParsingTight, at: option);
                    return;
            }
        }

        list.Users.Add(user);
    }

    private static string[] Names(string list) => list.Split(',', StringSplitOptions.RemoveEmptyEntries);
}
