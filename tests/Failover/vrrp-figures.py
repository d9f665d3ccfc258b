#!/usr/bin/env python3
"""Figures of docs/failover.md: how long a virtual IP is unreachable at each event, and what 255 instances cost; the real keepalived and ours in one run.
   usage (root): vrrp-figures.py outage|many OURS [REAL]   with OURS = artifacts/publish/keepalived.net"""
import os, socket, statistics, struct, subprocess, sys, tempfile, time

PREFIX = 'kf%d' % os.getpid()
FOLDER = tempfile.mkdtemp(prefix='vrrp-figures')
PROBE = '''
import os, select, socket, struct, sys, time
s = socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_ICMP); s.setblocking(False)
n = 0
def checksum(b):
    t = sum(struct.unpack('!%dH' % (len(b) // 2), b)); t = (t >> 16) + (t & 0xffff); return ~(t + (t >> 16)) & 0xffff
due = time.monotonic(); out = open(sys.argv[1], 'w', 1)
while True:
    n = (n + 1) & 0xffff
    h = struct.pack('!BBHHH', 8, 0, 0, os.getpid() & 0xffff, n)
    try: s.sendto(struct.pack('!BBHHH', 8, 0, checksum(h), os.getpid() & 0xffff, n), ('10.77.0.100', 0))
    except OSError: pass
    due += 0.01
    while True:
        left = due - time.monotonic()
        if left <= 0: break
        if select.select([s], [], [], left)[0]:
            p = s.recv(200)
            if p[20] == 0: out.write('%.4f\\n' % time.monotonic())
'''

def sh(command):
    return subprocess.run(command, shell=True, capture_output=True, text=True).stdout

class Lab:
    def __init__(self, hosts=3):
        self.hosts = hosts
        b = self.bridge = PREFIX + 'b'
        sh(f'ip netns add {b}; ip -n {b} link add br0 type bridge stp_state 0 forward_delay 0 mcast_snooping 0; ip -n {b} link set br0 up')
        for i in range(1, hosts + 1):
            h = self.host(i)
            sh(f'ip netns add {h}; ip -n {h} link set lo up; ip -n {h} link add eth0 address 02:00:00:00:00:{i:02x} type veth peer name p{i} netns {b};'
               f'ip -n {b} link set p{i} master br0 up; ip -n {h} link set eth0 up; ip -n {h} addr add 10.77.0.{i}/24 dev eth0')
        self.running = {}

    def host(self, i): return f'{PREFIX}n{i}'

    def start(self, i, program, text, cpu=None):
        f = f'{FOLDER}/{i}-{time.monotonic_ns()}'; os.makedirs(f)
        open(f + '/k.conf', 'w').write(text)
        command = ['ip', 'netns', 'exec', self.host(i)] + (['taskset', '-c', str(cpu)] if cpu is not None else []) + [program, '-n', '-l', '-D', '-P', '-f', f + '/k.conf', '-p', f + '/p', '-r', f + '/r']
        self.running[i] = (subprocess.Popen(command, stdout=open(f + '/log', 'w'), stderr=subprocess.STDOUT), f)

    def child(self, i): return int(open(self.running[i][1] + '/r').read())

    def stop(self, i):
        process, _ = self.running.pop(i)
        process.terminate()
        try: process.wait(8)
        except subprocess.TimeoutExpired: process.kill()

    def crash(self, i):
        process, f = self.running.pop(i)
        child = int(open(f + '/r').read())
        sh(f'kill -9 {child} {process.pid}; ip -n {self.bridge} link set p{i} down')
        process.wait()

    def wait(self, i, text, seconds=30):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if text in open(self.running[i][1] + '/log').read(): return
            time.sleep(0.02)
        raise SystemExit(f'{text}: ' + open(self.running[i][1] + '/log').read())

    def close(self):
        for i in list(self.running): self.stop(i)
        for i in range(1, self.hosts + 1): sh(f'ip netns del {self.host(i)}')
        sh(f'ip netns del {self.bridge}')

def conf(priority, version, interval, vmac, script=None):
    return f'''global_defs {{
 router_id f
 enable_script_security
 script_user root
 vrrp_version {version}
}}
''' + (f'''vrrp_script chk {{
 script "{script}"
 interval 1
}}
''' if script else '') + f'''vrrp_instance VI_1 {{
 state BACKUP
 interface eth0
 virtual_router_id 51
 priority {priority}
 advert_int {interval}
 {"use_vmac" if vmac else ""}
 {"vmac_xmit_base" if vmac == 2 else ""}
 virtual_ipaddress {{
  10.77.0.100/24
 }}
 {"track_script {" + chr(10) + "chk" + chr(10) + "}" if script else ""}
}}
'''

def outage(program, kind, event):
    version, interval, vmac = kind
    lab = Lab()
    flag = f'{FOLDER}/fail{time.monotonic_ns()}'
    script = f'{FOLDER}/chk{time.monotonic_ns()}.sh'
    open(script, 'w').write(f'#!/bin/sh\n! test -e {flag}\n'); os.chmod(script, 0o755); os.chmod(FOLDER, 0o755)
    try:
        if event == 'preemption':
            lab.start(2, program, conf(100, version, interval, vmac)); lab.wait(2, 'Entering MASTER STATE')
        else:
            lab.start(1, program, conf(200, version, interval, vmac, script if event == 'script failure' else None)); lab.wait(1, 'Entering MASTER STATE')
            lab.start(2, program, conf(100, version, interval, vmac)); lab.wait(2, 'Entering BACKUP STATE')
        out = f'{FOLDER}/probe{time.monotonic_ns()}'
        probe = subprocess.Popen(['ip', 'netns', 'exec', lab.host(3), sys.executable, '-c', PROBE, out])
        time.sleep(1.5 + (time.monotonic_ns() % 1000) / 1000 * float(interval))
        begin = time.monotonic()
        if event == 'SIGTERM': lab.stop(1)
        elif event == 'kill -9': lab.crash(1)
        elif event == 'link down': sh(f'ip -n {lab.bridge} link set p1 down')
        elif event == 'script failure': open(flag, 'w').close()
        else: lab.start(1, program, conf(200, version, interval, vmac))
        lab.wait(1 if event == 'preemption' else 2, 'Entering MASTER STATE')
        time.sleep(2.5)
        probe.kill(); probe.wait()
        times = [float(x) for x in open(out).read().split()]
        end = time.monotonic()
        times = [t for t in times if t >= begin - 0.5] or [begin]
        gaps = [b - a for a, b in zip(times, times[1:] + ([end] if end - times[-1] > 1 else []))]
        return max(gaps) * 1000
    finally:
        lab.close()

def many(program):
    lab = Lab(2)
    text = 'global_defs {\n router_id f\n vrrp_version 3\n vrrp_garp_master_repeat 1\n}\n' + ''.join(f'vrrp_instance V{i} {{\n interface eth0\n virtual_router_id {i}\n priority 200\n advert_int 0.1\n virtual_ipaddress {{\n 10.88.{i // 250}.{1 + i % 250}/32\n }}\n}}\n' for i in range(1, 256))
    try:
        lab.start(1, program, text, cpu=0)
        lab.wait(1, '(V255) Entering MASTER STATE')
        time.sleep(6)
        pid = lab.child(1)
        ticks = lambda: sum(int(x) for x in open(f'/proc/{pid}/stat').read().rsplit(')', 1)[1].split()[11:13])
        pcap = f'{FOLDER}/many.pcap'
        dump = subprocess.Popen(['ip', 'netns', 'exec', lab.host(2), 'taskset', '-c', '1', 'tcpdump', '-i', 'eth0', '-s', '64', '-B', '8192', '-w', pcap, 'ip proto 112'], stderr=subprocess.DEVNULL)
        time.sleep(1)
        t0, c0 = time.monotonic(), ticks()
        time.sleep(20)
        t1, c1 = time.monotonic(), ticks()
        dump.terminate(); dump.wait()
        memory = [l for l in open(f'/proc/{pid}/status') if l.startswith(('VmRSS', 'RssAnon'))]
        last, gaps = {}, []
        data = open(pcap, 'rb').read(); at = 24
        while at + 16 <= len(data):
            s, u, n, _ = struct.unpack_from('<IIII', data, at)
            vrid = data[at + 16 + 35]; now = s + u / 1e6
            if vrid in last: gaps.append(now - last[vrid])
            last[vrid] = now; at += 16 + n
        gaps.sort()
        late = lambda q: gaps[min(len(gaps) - 1, int(len(gaps) * q))] * 1000
        return (f'{(c1 - c0) / os.sysconf("SC_CLK_TCK") / (t1 - t0) * 100:.1f} % of a core, {len(gaps)} intervals, median {late(.5):.1f}, p99 {late(.99):.1f}, max {gaps[-1] * 1000:.1f} ms, '
                + ', '.join(' '.join(l.split()) for l in memory))
    finally:
        lab.close()

KINDS = [('v2, 1 s', (2, 1, 0)), ('v3, 100 ms', (3, 0.1, 0)), ('v3, VMAC, 100 ms', (3, 0.1, 1)), ('v3, VMAC and vmac_xmit_base, 100 ms', (3, 0.1, 2))]
EVENTS = ['SIGTERM', 'kill -9', 'link down', 'script failure', 'preemption']

if __name__ == '__main__':
    programs = {'keepalived 2.2.7': sys.argv[3] if len(sys.argv) > 3 else '/usr/sbin/keepalived', 'keepalived.net': os.path.abspath(sys.argv[2])}
    if sys.argv[1] == 'many':
        for name in programs: print(f'{name}: {many(programs[name])}', flush=True)
    else:
        print('| event | ' + ' | '.join(programs) + ' |\n|---|' + '---|' * len(programs), flush=True)
        for kind, values in KINDS:
            for event in EVENTS:
                print(f'| {kind}: {event} | ' + ' | '.join(f'{outage(program, values, event):.0f} ms' for program in programs.values()) + ' |', flush=True)
    sh(f'rm -rf {FOLDER}')
