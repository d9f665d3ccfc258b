using Keepalived.Net.CommandLine;

return Start.Run(args, _ =>
{
    Console.Error.WriteLine("The daemon is not part of this build; -t, -v and -h are.");
    return 1;
});
