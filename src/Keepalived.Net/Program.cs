using Keepalived.Net.CommandLine;
using Keepalived.Net.Process;

// The same binary is daemon, VRRP child and the step that changes user before a script.
SelfProcess.TakeRole();
return Start.Run(args, VrrpDaemon.Run);
